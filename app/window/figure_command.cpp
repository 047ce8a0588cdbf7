#include "app/window/figure_command.h"

#include "app/views/comparison_chart.h"
#include "app/views/lens_chart.h"
#include "app/views/views.h"
#include "core/base/error.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

std::unique_ptr<Chart> chartOf(const QString& name) {
    for (const View& view : views())
        for (std::size_t choice = 0; choice < view.figures.size() && view.figures[choice]; ++choice) {
            if (name != view.figures[choice]) continue;
            std::unique_ptr<Chart> chart = view.make();
            chart->setChoice(static_cast<int>(choice));
            return chart;
        }
    std::string known;
    for (const std::string& figure : figureNames()) known += (known.empty() ? "" : ", ") + figure;
    throw UsageError("figure '" + name.toStdString() + "' is unknown; there are " + known);
}

}  // namespace

std::vector<std::string> figureNames() {
    std::vector<std::string> names;
    for (const View& view : views())
        for (const char* figure : view.figures)
            if (figure) names.emplace_back(figure);
    return names;
}

void drawFigure(const FigureRequest& request) {
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
    writeFigure(*chart, request.out, request.size);
}

}  // namespace strato
