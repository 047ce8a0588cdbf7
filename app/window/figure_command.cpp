#include "app/window/figure_command.h"

#include "app/views/heatmap_chart.h"
#include "app/views/profile_chart.h"
#include "app/views/strip_chart.h"
#include "core/base/error.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

struct NamedFigure {
    const char* name;
    std::unique_ptr<Chart> (*make)();
};

template <class View>
std::unique_ptr<Chart> make() {
    return std::make_unique<View>();
}

constexpr NamedFigure figures[]{{"profile", make<ProfileChart>}, {"strip", make<StripChart>}, {"heatmap", make<HeatmapChart>}};

}  // namespace

std::vector<std::string> figureNames() {
    std::vector<std::string> names;
    for (const NamedFigure& figure : figures) names.emplace_back(figure.name);
    return names;
}

void drawFigure(const FigureRequest& request) {
    for (const NamedFigure& figure : figures) {
        if (request.name != figure.name) continue;
        const std::unique_ptr<Chart> chart = figure.make();
        chart->setRun(std::make_shared<const Run>(RunFile::open(request.run.toStdString()).read()));
        writeFigure(*chart, request.out, request.size);
        return;
    }
    std::string known;
    for (const std::string& name : figureNames()) known += (known.empty() ? "" : ", ") + name;
    throw UsageError("figure '" + request.name.toStdString() + "' is unknown; there are " + known);
}

}  // namespace strato
