#include "app/views/block_token_map.h"

namespace strato {

// Few tokens stand out so far that the rest would look alike if the colours reached up to them.
BlockTokenMap::BlockTokenMap(QWidget* parent)
    : TokenMap({.low = 0, .high = {}, .highQuantile = 0.99}, parent), rows_(*this, {axisRect()}, Qt::Vertical, PlanMarks::Form::edge) {
    yAxis->setLabel(tr("block"));
    setStyle(style());
}

QString BlockTokenMap::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    return reason.isEmpty() && run_->tokens.empty() ? tr("This run file keeps no numbers of single tokens: analyse the model again.") : reason;
}

void BlockTokenMap::setCells(const QString& measure, const Run* before, const CellIn& valueIn) {
    setMapOf(columns(), run_ ? run_->model.layers : 0, measure,
             [valueIn](const Run& any, int column, int block) { return valueIn(any, static_cast<std::size_t>(column), static_cast<std::size_t>(block)); }, tr("non-linearity"));
    constexpr int columnsAtFirst = 160;
    showFirst(columnsAtFirst, before);
}

std::optional<QPoint> BlockTokenMap::cellOf(const Selection& selection) const {
    if (!selection.token || !selection.blocks || *selection.token >= static_cast<int>(run_->tokens.size())) return {};
    return QPoint(columnOf(*selection.token), selection.blocks->last.value);
}

void BlockTokenMap::showSelection(const Selection& selection) {
    TokenMap::showSelection(selection);
    rows_.showCursor(selection.blocks, selection.pinned);
}

}  // namespace strato
