#include "app/views/halves_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/block_measures.h"
#include "core/runs/cells.h"
#include "core/runs/score_columns.h"

namespace strato {

namespace {

// Of the whole block, its attention and its MLP.
std::array<double, 3> valuesOf(const BlockScores& block, bool residual) {
    const auto half = [&](const std::optional<HalfScores>& scores) {
        return !scores ? notComputed : residual ? scores->linearity : scores->linearityNoResidual;
    };
    return {residual ? block.linearity : block.linearityNoResidual, half(block.attention), half(block.mlp)};
}

}  // namespace

HalvesChart::HalvesChart(QWidget* parent) : BlockChart(parent) {
    with_ = new QCPAxisRect(this);
    without_ = new QCPAxisRect(this);
    legend_ = stack(blockParts());
    for (QCPAxisRect* rect : blockParts())
        for (const QString& name : {tr("block"), tr("attention"), tr("MLP")}) {
            curves_ << addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
            curves_.last()->setName(name);
            if (rect == with_) legend_->addItem(new QCPPlottableLegendItem(legend_, curves_.last()));
        }
    with_->axis(QCPAxis::atLeft)->setLabel(tr("linearity"));
    without_->axis(QCPAxis::atLeft)->setLabel(tr("without residual"));
    without_->axis(QCPAxis::atBottom)->setLabel(tr("block"));
    setStyle(style());
}

QString HalvesChart::title() const { return tr("Attention and MLP"); }

QString HalvesChart::explanation() const {
    return tr("How linear each half of a block is, above with the residual stream and below without: which half a map could stand for, not "
              "which one the model needs.");
}

QString HalvesChart::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    if (!reason.isEmpty() || run_->blocks.front().attention || run_->blocks.front().mlp) return reason;
    return tr("Halves were not measured: check “attention and MLP” at the left and press Run.");
}

void HalvesChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    for (QCPGraph* curve : curves_) curve->data()->clear();
    for (const bool residual : {true, false}) {
        QCPRange range(1, 1);
        for (const BlockScores& block : run_ ? run_->blocks : std::vector<BlockScores>()) {
            const auto values = valuesOf(block, residual);
            for (std::size_t part = 0; part < values.size(); ++part) {
                curves_[static_cast<int>(part) + (residual ? 0 : 3)]->addData(block.block.value, values[part]);
                if (std::isfinite(values[part])) range.expand(values[part]);
            }
        }
        const double margin = std::max(0.08 * range.size(), 1e-3);
        (residual ? with_ : without_)->axis(QCPAxis::atLeft)->setRange(range.lower - margin, range.upper + margin);
    }
    showBlocks();
    replotSoon();
}

QByteArray HalvesChart::csv() const {
    std::string csv = "block,linearity,linearity_no_residual";
    for (const char* half : {"attention", "mlp"})
        for (const Column<HalfScores>& column : halfColumns()) csv += std::string(",") + half + "_" + column.name;
    csv += "\n";
    for (const BlockScores& block : run_ ? run_->blocks : std::vector<BlockScores>()) {
        csv += std::to_string(block.block.value) + "," + csvNumber(block.linearity) + "," + csvNumber(block.linearityNoResidual);
        for (const auto& half : {block.attention, block.mlp})
            for (const Column<HalfScores>& column : halfColumns()) csv += "," + (half ? csvNumber((*half).*column.value) : std::string());
        csv += "\n";
    }
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> HalvesChart::copy() const {
    auto chart = std::make_unique<HalvesChart>();
    chart->setRun(run_);
    return chart;
}

QString HalvesChart::readOutOf(const BlockScores& block) const {
    const auto with = valuesOf(block, true), without = valuesOf(block, false);
    return tr("block %1: linearity %2, attention %3, MLP %4; without residual %5, attention %6, MLP %7; n %8")
        .arg(block.block.value).arg(measureText(with[0]), measureText(with[1]), measureText(with[2]))
        .arg(measureText(without[0]), measureText(without[1]), measureText(without[2]))
        .arg(run_->data.tokens);
}

void HalvesChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    for (int i = 0; i < curves_.size(); ++i) {
        const auto part = static_cast<std::size_t>(i % 3);
        const QColor color = style.series[part];
        curves_[i]->setPen(QPen(color, style.lineWidth, part == 1 ? Qt::DashLine : Qt::SolidLine));
        curves_[i]->setScatterStyle(QCPScatterStyle(seriesShapes[part], QPen(color, style.lineWidth), QBrush(color), 3 * style.lineWidth + 1));
    }
}

bool HalvesChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

}  // namespace strato
