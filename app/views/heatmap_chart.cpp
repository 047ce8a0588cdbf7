#include "app/views/heatmap_chart.h"

#include <cmath>
#include <limits>

#include "app/views/block_measures.h"
#include "core/runs/run_json.h"

namespace strato {

// Few tokens stand out so far that the rest would look alike if the colours reached up to them.
HeatmapChart::HeatmapChart(QWidget* parent)
    : TokenMap({.low = 0, .high = {}, .highQuantile = 0.99}, parent), rows_(*this, {axisRect()}, Qt::Vertical, PlanMarks::Form::edge) {
    yAxis->setLabel(tr("block"));
    setStyle(style());
}

QString HeatmapChart::title() const { return tr("Non-linearity of every token in every block"); }

QString HeatmapChart::explanation() const {
    return tr("How far each token's output is from what the block's best linear map makes of it: where a block does its own work, but not "
              "whether the model needs it.");
}

QString HeatmapChart::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    return reason.isEmpty() && run_->tokens.empty() ? tr("This run file keeps no numbers of single tokens: analyse the model again.") : reason;
}

QByteArray HeatmapChart::csv() const { return QByteArray::fromStdString(run_ ? tokenNonlinearityCsv(*run_) : std::string()); }

std::unique_ptr<Chart> HeatmapChart::copy() const {
    auto chart = std::make_unique<HeatmapChart>();
    chart->setRun(run_);
    chart->adoptView(*this);
    return chart;
}

void HeatmapChart::setRun(std::shared_ptr<const Run> run) {
    const auto before = std::exchange(run_, std::move(run));
    const int tokens = run_ ? static_cast<int>(run_->tokens.size()) : 0, layers = run_ ? run_->model.layers : 0;
    setMap(tokens, layers, tr("non-linearity"), [this](int token, int block) -> double {
        const auto row = static_cast<std::size_t>(block), column = static_cast<std::size_t>(token);
        const bool measured = row < run_->tokenNonlinearity.size() && column < run_->tokenNonlinearity[row].size();
        return measured ? run_->tokenNonlinearity[row][column] : std::numeric_limits<double>::quiet_NaN();
    });
    constexpr int tokensAtFirst = 160;
    showFirst(tokensAtFirst, before.get());
}

QString HeatmapChart::readOutOf(const QPoint& cell) const {
    const double value = valueOf(cell);
    return tr("block %1, %2: non-linearity %3")
        .arg(cell.y()).arg(tokenText(cell.x()))
        .arg(std::isfinite(value) ? measureText(value) : cell.y() < static_cast<int>(run_->blocks.size()) ? tr("undefined") : tr("not measured yet"));
}

Selection HeatmapChart::selectionOf(const QPoint& cell) const { return {BlockSpan{{cell.y()}, {cell.y()}}, cell.x()}; }

std::optional<QPoint> HeatmapChart::cellOf(const Selection& selection) const {
    if (!selection.token || !selection.blocks || *selection.token >= static_cast<int>(run_->tokens.size())) return {};
    return QPoint(*selection.token, selection.blocks->last.value);
}

void HeatmapChart::showSelection(const Selection& selection) {
    TokenMap::showSelection(selection);
    rows_.showCursor(selection.blocks);
}

void HeatmapChart::applyStyle(const FigureStyle& style) {
    TokenMap::applyStyle(style);
    rows_.restyle();
}

}  // namespace strato
