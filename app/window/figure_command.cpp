#include "app/window/figure_command.h"

#include <QFileInfo>

#include "app/views/comparison_chart.h"
#include "app/views/lens_chart.h"
#include "app/views/views.h"
#include "app/window/figure_dialog.h"
#include "app/window/language.h"
#include "app/window/shell_words.h"
#include "core/base/error.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

std::unique_ptr<Chart> chartOf(const QString& name) {
    if (const auto figure = figureNamed(name))
        for (const View& view : views()) {
            if (std::string_view(view.name) != figure->view) continue;
            std::unique_ptr<Chart> chart = view.make();
            chart->setObjectName(view.name);
            chart->setChoice(figure->choice);
            return chart;
        }
    std::string known;
    for (const std::string& figure : figureNames()) known += (known.empty() ? "" : ", ") + figure;
    throw UsageError("figure '" + name.toStdString() + "' is unknown; there are " + known);
}

QString figureOf(const Chart& chart) {
    for (const View& view : views())
        if (chart.objectName() == view.name && chart.choice() < static_cast<int>(view.figures.size())) return view.figures[static_cast<std::size_t>(chart.choice())];
    return {};
}

// The measure is in the figure's name.
QString viewOf(const Chart& chart) {
    ChartView view = chart.view();
    view.choice = 0;
    return view.text();
}

}  // namespace

FigureRequest requestOf(const Chart& chart, const QString& runFile) {
    FigureRequest request{.name = figureOf(chart), .out = {}, .runs = {runFile}};
    if (const auto* comparison = qobject_cast<const ComparisonChart*>(&chart))
        for (const ComparedRun& other : comparison->others()) request.runs << QString::fromStdString(other.file.string());
    request.view = viewOf(chart);
    request.language = Language::ofTexts();
    return request;
}

QString commandOf(const FigureRequest& request) {
    QStringList words{"stratoscope", "--figure", request.name, "--out", shellWord(request.out)};
    const FigureLook usual;
    const auto add = [&words](const char* option, double value, double usually) {
        if (value != usually) words << option << QString::number(value);
    };
    if (!request.view.isEmpty()) words << "--view" << shellWord(request.view);
    add("--width", request.look.widthMm, usual.widthMm);
    add("--height", request.look.heightMm, usual.heightMm);
    add("--font", request.look.fontPoints, usual.fontPoints);
    if (!request.look.plan.edits().empty()) words << "--plan" << shellWord(QString::fromStdString(request.look.plan.text()));
    if (request.language != "en") words << "--language" << request.language;
    for (const QString& run : request.runs) words << shellWord(run);
    return words.join(' ');
}

FigureNotes notesOf(const Chart& chart, const FigureRequest& request) {
    FigureNotes notes;
    const auto& run = chart.run();
    const QString measure = chart.choices().value(chart.choice()).name;
    notes.caption = measure.isEmpty() ? chart.title() : FigureDialog::tr("%1: %2").arg(chart.title(), measure);
    if (!chart.explanation().isEmpty()) notes.caption += ". " + chart.explanation();
    if (run) {
        QStringList texts;
        for (const std::string& file : run->data.files) texts << QFileInfo(QString::fromStdString(file)).fileName();
        notes.caption += ' ' + FigureDialog::tr("Model %1; %2 tokens of %3, in windows of %4; %5; Stratoscope %6.")
                                   .arg(QString::fromStdString(run->model.folder.filename().string()), QString::number(run->data.tokens), texts.join(", "),
                                        QString::number(run->data.sequenceLength), QString::fromStdString(run->settings.dtype), QString::fromStdString(run->settings.version));
        notes.origin.texts = QString::fromStdString(run->data.sha256);
    }
    notes.origin.figure = request.name;
    notes.origin.view = request.view;
    notes.origin.plan = QString::fromStdString(request.look.plan.text());
    for (const QString& name : request.runs) notes.origin.runs << QFileInfo(name).fileName();
    return notes;
}

std::vector<std::string> figureNames() {
    std::vector<std::string> names;
    for (const View& view : views())
        for (const char* figure : view.figures)
            if (figure) names.emplace_back(figure);
    return names;
}

void drawFigure(const FigureRequest& request) {
    const Language language(request.language);
    const std::unique_ptr<Chart> chart = chartOf(request.name);
    auto* comparison = qobject_cast<ComparisonChart*>(chart.get());
    if (request.runs.size() > 1 && !comparison) throw UsageError("figure '" + request.name.toStdString() + "' is of one run; comparisons are compare and training");
    const std::filesystem::path first = request.runs.constFirst().toStdString();
    const auto run = std::make_shared<const Run>(RunFile::open(first).read());
    if (comparison) {
        std::vector<std::filesystem::path> others;
        for (const QString& file : request.runs.mid(1)) others.emplace_back(file.toStdString());
        comparison->setRunFile(first);
        comparison->setOthers(compareRuns(others).runs);
    }
    if (auto* lens = qobject_cast<LensChart*>(chart.get())) lens->setNames(std::make_shared<const TokenNames>(lensNames(*run)));
    chart->setRun(run);
    request.look.plan.check(run->model.layers);
    if (!request.view.isEmpty()) {
        ChartView view = ChartView::parse(request.view);
        view.choice = chart->choice();
        chart->setView(view);
    }
    if (chart->isEmpty() && !comparison)
        throw Error("figure '" + request.name.toStdString() + "' has nothing to draw: '" + first.string() + "' was analysed without what it shows; analyse with strato analyze --measures all --pairs all --logit-lens 256");
    // As the chart took it.
    FigureRequest drawn = request;
    drawn.view = viewOf(*chart);
    writeFigure(*chart, request.out, request.look, notesOf(*chart, drawn));
}

}  // namespace strato
