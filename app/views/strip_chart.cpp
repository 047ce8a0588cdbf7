#include "app/views/strip_chart.h"

#include "app/figures/color_scale.h"
#include "app/views/block_measures.h"
#include "core/runs/run_json.h"

namespace strato {

StripChart::StripChart(QWidget* parent) : BlockChart(parent), cells_(new CellMap(xAxis, yAxis)), scale_(new QCPColorScale(this)) {
    axisRect()->setupFullAxesBox();
    axisRect()->setMinimumMargins(QMargins(2, 6, 2, 2));
    xAxis->setTicker(wholeNumbers());
    xAxis->setLabel(tr("block"));
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setVisible(false);
    yAxis->setRange(-0.5, 0.5);
    for (QCPAxis* axis : {yAxis, yAxis2, xAxis2}) axis->setTicks(false), axis->setTickLabels(false);
    plotLayout()->addElement(0, 1, scale_);
    scale_->setBarWidth(barWidth);
    scale_->setType(QCPAxis::atRight);
    cells_->setColorScale(scale_);
    auto* margins = new QCPMarginGroup(this);
    for (QCPLayoutElement* element : std::initializer_list<QCPLayoutElement*>{axisRect(), scale_}) element->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    setStyle(style());
}

QString StripChart::title() const { return tr("Blocks by %1").arg(blockMeasures[static_cast<std::size_t>(choice_)].name()); }

QByteArray StripChart::csv() const { return QByteArray::fromStdString(run_ ? blocksCsv(*run_) : std::string()); }

std::unique_ptr<Chart> StripChart::copy() const {
    auto chart = std::make_unique<StripChart>();
    chart->choice_ = choice_;
    chart->setRun(run_);
    return chart;
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
        values.push_back(scores.*measure.value);
        cells_->data()->setCell(scores.block.value, 0, values.back());
    }
    scale_->setDataRange(finiteRange(values));
    showBlocks();
    replot(QCustomPlot::rpQueuedReplot);
}

// The bar is named where its name fits beside it.
bool StripChart::arrange() {
    const bool changed = BlockChart::arrange();
    const QString name = blockMeasures[static_cast<std::size_t>(choice_)].name();
    const QString label = QFontMetrics(scale_->axis()->labelFont()).horizontalAdvance(name) <= axisRect()->height() ? name : QString();
    if (label == scale_->label()) return changed;
    scale_->setLabel(label);
    return true;
}

void StripChart::applyStyle(const FigureStyle& style) {
    BlockChart::applyStyle(style);
    styleColorScale(*scale_);
    scale_->setGradient(perceptualGradient(style.absent));
    scale_->axis()->setLabelFont(style.font);
}

}  // namespace strato
