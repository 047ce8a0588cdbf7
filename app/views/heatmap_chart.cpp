#include "app/views/heatmap_chart.h"

#include <algorithm>
#include <cmath>

#include "app/views/block_measures.h"
#include "core/runs/run_json.h"

namespace strato {

QString HeatmapChart::title() const { return tr("Non-linearity of tokens"); }

QString HeatmapChart::explanation() const {
    return tr("How far each token's output is from what the block's best linear map makes of it: where a block does its own work, but not "
              "whether the model needs it.");
}

// Tokens of other texts, or as another tokeniser cuts them, are other columns.
QString HeatmapChart::whyOtherCells(const Run& other) const {
    const auto sameToken = [](const TokenRecord& one, const TokenRecord& another) { return one.id == another.id && one.window == another.window; };
    const bool same = other.tokens.size() == run_->tokens.size() && std::equal(other.tokens.begin(), other.tokens.end(), run_->tokens.begin(), sameToken);
    return same ? QString() : tr("The other run is of other texts, windows or tokens.");
}

QByteArray HeatmapChart::csv() const {
    if (!isEmpty() && showsDifference()) return differenceCsv("token,block");
    return QByteArray::fromStdString(run_ ? tokenNonlinearityCsv(*run_) : std::string());
}

std::unique_ptr<Chart> HeatmapChart::copy() const {
    auto chart = std::make_unique<HeatmapChart>();
    chart->setReference(reference());
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

void HeatmapChart::setRun(std::shared_ptr<const Run> run) {
    const auto before = std::exchange(run_, std::move(run));
    setCells(tr("non-linearity"), before.get(), [](const Run& any, std::size_t token, std::size_t block) -> double {
        const bool measured = block < any.tokenNonlinearity.size() && token < any.tokenNonlinearity[block].size();
        return measured ? any.tokenNonlinearity[block][token] : notComputed;
    });
}

QString HeatmapChart::readOutOf(const QPoint& cell) const {
    const double value = valueOf(cell);
    const QString words = std::isfinite(value) ? measureText(value) : cell.y() < static_cast<int>(run_->blocks.size()) ? tr("undefined") : tr("not measured yet");
    return tr("block %1, %2: non-linearity %3").arg(QString::number(cell.y()), tokenText(cell.x()), words);
}

Selection HeatmapChart::selectionOf(const QPoint& cell) const { return {BlockSpan{{cell.y()}, {cell.y()}}, cell.x()}; }

}  // namespace strato
