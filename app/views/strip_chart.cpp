#include "app/views/strip_chart.h"

#include <cmath>

#include "app/views/block_measures.h"
#include "core/runs/run_json.h"

namespace strato {

StripChart::StripChart(QWidget* parent) : BlockChart(parent), cells_(new CellMap(xAxis, yAxis)), coloring_(new MapColoring(*this, *cells_, {.low = {}, .high = {}})) {
    axisRect()->setupFullAxesBox();
    axisRect()->setMinimumMargins(QMargins(2, 6, 2, 2));
    xAxis->setTicker(wholeNumbers());
    xAxis->setLabel(tr("block"));
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setVisible(false);
    yAxis->setRange(-0.5, 0.5);
    for (QCPAxis* axis : {yAxis, yAxis2, xAxis2}) axis->setTicks(false), axis->setTickLabels(false);
    setStyle(style());
}

QString StripChart::title() const { return tr("Blocks by %1").arg(blockMeasures[static_cast<std::size_t>(choice_)].name()); }

QString StripChart::explanation() const { return blockMeasures[static_cast<std::size_t>(choice_)].explanation() + '.'; }

QByteArray StripChart::csv() const { return QByteArray::fromStdString(run_ ? blocksCsv(*run_) : std::string()); }

std::unique_ptr<Chart> StripChart::copy() const {
    auto chart = std::make_unique<StripChart>();
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

ChartView StripChart::view() const {
    ChartView view = Chart::view();
    view.colors = coloring_->chosen();
    return view;
}

void StripChart::setView(const ChartView& view) {
    Chart::setView(view);
    coloring_->setChosen(view.colors);
}

QList<Chart::Choice> StripChart::choices() const {
    QList<Choice> choices;
    for (const BlockMeasure& measure : blockMeasures) choices << Choice{measure.name(), measure.explanation()};
    return choices;
}

void StripChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    const int layers = run_ ? std::max(run_->model.layers, 1) : 1;
    const BlockMeasure& measure = blockMeasures[static_cast<std::size_t>(choice_)];
    cells_->setCells(layers, 1);
    std::vector<double> values;
    for (const BlockScores& scores : run_ ? run_->blocks : std::vector<BlockScores>()) {
        const double value = scores.*measure.value;
        if (!std::isfinite(value)) continue;
        cells_->data()->setCell(scores.block.value, 0, value);
        values.push_back(value);
    }
    coloring_->setValues(measure.name(), std::move(values));
    showBlocks();
    replotSoon();
}

void StripChart::applyStyle(const FigureStyle& style) {
    styleColorScale(coloring_->bar());
    coloring_->restyle(style);
}

}  // namespace strato
