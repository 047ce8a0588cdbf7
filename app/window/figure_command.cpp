#include "app/window/figure_command.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "app/figures/page_chart.h"
#include "app/views/comparison_chart.h"
#include "app/views/heal_chart.h"
#include "app/views/lens_chart.h"
#include "app/views/map_chart.h"
#include "app/views/prediction_chart.h"
#include "app/views/search_chart.h"
#include "app/views/training_chart.h"
#include "app/views/views.h"
#include "app/window/figure_dialog.h"
#include "app/window/language.h"
#include "app/window/shell_words.h"
#include "core/base/error.h"
#include "core/runs/heal_plan.h"
#include "core/runs/kept_search.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

std::unique_ptr<Chart> chartOf(const QString& name) {
    if (const auto figure = figureNamed(name))
        for (const View& view : allViews()) {
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
    for (const View& view : allViews())
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
    const auto* page = qobject_cast<const PageChart*>(&chart);
    QStringList names, views;
    FigureRequest request;
    request.runs = {runFile};
    for (const Chart* panel : page ? page->shown() : QList<const Chart*>{&chart}) {
        names << figureOf(*panel);
        views << viewOf(*panel);
        if (const auto* comparison = qobject_cast<const ComparisonChart*>(panel))
            for (const ComparedRun& other : comparison->others()) request.runs << QString::fromStdString(other.file.string());
        if (const auto* training = qobject_cast<const TrainingChart*>(panel)) {
            request.runs.clear();
            for (const TrainingCurve& curve : training->curves())
                if (!curve.points.empty()) request.runs << curve.folder;
        }
        if (const auto* map = qobject_cast<const MapChart*>(panel); map && map->showsDifference()) request.minus = map->reference().file;
    }
    request.name = names.join(',');
    while (!views.isEmpty() && views.last().isEmpty()) views.removeLast();
    request.view = views.join('|');
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
    if (!request.minus.isEmpty()) words << "--minus" << shellWord(request.minus);
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
    for (const QString& sentence : {chart.explanation(), chart.remark()})
        if (!sentence.isEmpty()) notes.caption += (notes.caption.endsWith('.') ? " " : ". ") + sentence;
    if (qobject_cast<const PageChart*>(&chart)) notes.caption = chart.explanation();
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
    notes.origin.minus = QFileInfo(request.minus).fileName();
    notes.origin.plan = QString::fromStdString(request.look.plan.text());
    for (const QString& name : request.runs) notes.origin.runs << QFileInfo(QDir::cleanPath(name)).fileName();
    return notes;
}

std::vector<std::string> figureNames() {
    std::vector<std::string> names;
    for (const View& view : allViews())
        for (const char* figure : view.figures)
            if (figure) names.emplace_back(figure);
    return names;
}

namespace {

// What a run file keeps besides the run, and what trained folders keep.
void fill(Chart& chart, const RunFile& file, const Run& run, const QStringList& runs) {
    if (auto* comparison = qobject_cast<ComparisonChart*>(&chart)) {
        std::vector<std::filesystem::path> others;
        for (const QString& other : runs.mid(1)) others.emplace_back(other.toStdString());
        comparison->setRunFile(runs.constFirst().toStdString());
        comparison->setOthers(compareRuns(others).runs);
    }
    if (auto* lens = qobject_cast<LensChart*>(&chart)) lens->setNames(std::make_shared<const TokenNames>(lensNames(run)));
    if (auto* search = qobject_cast<SearchChart*>(&chart))
        if (const auto kept = readKeptSearch(file.readChoices(keptSearchName))) search->setReport(kept->report, kept->tolerance);
    if (auto* healing = qobject_cast<HealChart*>(&chart))
        if (const auto kept = readHealCourse(file.readChoices(keptHealingName))) healing->setCurve(kept->curve, kept->steps);
    if (auto* predictions = qobject_cast<PredictionChart*>(&chart)) {
        std::vector<Outcome> outcomes;
        for (const KeptOutcome& kept : file.readLatestOutcomes())
            if (!kept.outcome.plan.empty() && !kept.outcome.healed) outcomes.push_back(kept.outcome);
        predictions->setOutcomes(std::move(outcomes));
    }
}

void fill(TrainingChart& chart, const QStringList& folders) {
    std::vector<TrainingCurve> curves;
    int steps = 1;
    QStringList names;
    for (const QString& folder : folders) names << QFileInfo(QDir::cleanPath(folder)).fileName();
    for (qsizetype i = 0; i < folders.size(); ++i) {
        TrainRecord record = readTrainRecord(folders[i].toStdString());
        steps = std::max(steps, record.settings.steps);
        const QDir parent = QFileInfo(QDir::cleanPath(folders[i])).absoluteDir();
        curves.push_back({names.count(names[i]) > 1 ? parent.dirName() + "/" + names[i] : names[i], folders[i], std::move(record.curve)});
    }
    chart.setCurves(std::move(curves), steps);
}

// On a page, those maps that take differences show them.
void takeAway(Chart& chart, const QString& file, const std::string& figure, bool alone) {
    auto* map = qobject_cast<MapChart*>(&chart);
    if (!map || !map->takesDifferences()) {
        if (alone) throw UsageError(figure + " takes no differences; leave --minus out");
        return;
    }
    const auto other = std::make_shared<const Run>(RunFile::open(file.toStdString()).read());
    map->setReference({other, file});
    // As in the window, a page shows those maps as they are; its caption says which are differences.
    if (const QString reason = map->whyNoDifference(); alone && !reason.isEmpty()) throw Error("there is no difference to '" + file.toStdString() + "': " + reason.toStdString());
}

std::string whatItNeeds(const Chart& chart) {
    if (qobject_cast<const SearchChart*>(&chart)) return "has no search; search with strato plan --run, or in the window";
    if (qobject_cast<const HealChart*>(&chart)) return "has no healing; heal with strato heal --run, or in the window";
    if (qobject_cast<const PredictionChart*>(&chart)) return "has no plans that were measured and can be predicted; measure some in the window";
    if (qobject_cast<const TrainingChart*>(&chart)) return "has a training.json without a course";
    return "was analysed without what it shows; analyse with strato analyze --measures all --pairs all --logit-lens 256";
}

}  // namespace

namespace {

// A chart of the request's runs, or of its folders, as `view` says.
std::unique_ptr<Chart> filled(const QString& name, const QString& view, const FigureRequest& request) {
    std::unique_ptr<Chart> chart = chartOf(name);
    const std::string figure = "figure '" + name.toStdString() + "'", first = request.runs.constFirst().toStdString();
    const bool compares = qobject_cast<ComparisonChart*>(chart.get());
    if (auto* training = qobject_cast<TrainingChart*>(chart.get())) {
        if (!request.minus.isEmpty() || !request.look.plan.empty()) throw UsageError(figure + " is of trainings: it takes neither --minus nor --plan");
        fill(*training, request.runs);
    } else {
        const RunFile file = RunFile::open(first);
        const auto run = std::make_shared<const Run>(file.read());
        fill(*chart, file, *run, request.runs);
        chart->setRun(run);
        if (!request.minus.isEmpty()) takeAway(*chart, request.minus, figure, !request.name.contains(','));
        request.look.plan.check(run->model.layers);
    }
    if (!view.isEmpty()) {
        ChartView asked = ChartView::parse(view);
        asked.choice = chart->choice();
        chart->setView(asked);
        if (viewOf(*chart).isEmpty() && asked != ChartView{.choice = asked.choice})
            throw UsageError(figure + " has neither columns, rows nor colours to choose with '" + view.toStdString() + "'; leave --view out");
    }
    if (chart->isEmpty() && !compares) throw Error(figure + " has nothing to draw: '" + first + "' " + whatItNeeds(*chart));
    return chart;
}

}  // namespace

void drawFigure(const FigureRequest& request) {
    const Language language(request.language);
    const QStringList names = request.name.split(','), views = request.view.split('|');
    const auto compares = [](const QString& name) { return name.startsWith("compare") || name.startsWith("training") || name.startsWith("pretraining"); };
    if (request.runs.size() > 1 && std::none_of(names.begin(), names.end(), compares))
        throw UsageError("figure '" + request.name.toStdString() + "' is of one run; comparisons are compare and training");
    if (views.size() > names.size()) throw UsageError("--view says of more charts than there are, one after the other, divided by |");
    std::vector<std::unique_ptr<Chart>> charts;
    for (qsizetype i = 0; i < names.size(); ++i) charts.push_back(filled(names[i].trimmed(), views.value(i), request));
    std::unique_ptr<Chart> chart = charts.size() == 1 ? std::move(charts.front()) : std::make_unique<PageChart>(std::move(charts));
    // As the charts took it.
    FigureRequest drawn = request;
    drawn.view = requestOf(*chart, request.runs.constFirst()).view;
    writeFigure(*chart, request.out, request.look, notesOf(*chart, drawn));
}

}  // namespace strato
