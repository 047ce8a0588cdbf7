#include "app/views/block_chart.h"

#include <algorithm>

#include "app/views/block_measures.h"

namespace strato {

// Made once there are parts to mark.
PlanMarks& BlockChart::marks() {
    if (!marks_) marks_ = std::make_unique<PlanMarks>(*this, blockParts(), Qt::Horizontal, markForm());
    return *marks_;
}

QString BlockChart::readOutOf(const BlockScores& block) const { return blockReadOut(block, run_->data.tokens); }

void BlockChart::showPlan(const Plan& plan) { marks().showPlan(plan); }
void BlockChart::showSelection(const Selection& selection) { marks().showCursor(selection.blocks, selection.pinned); }

void BlockChart::showBlocks() {
    for (QCPAxisRect* rect : blockParts()) rect->axis(QCPAxis::atBottom)->setRange(-0.5, std::max(run_ ? run_->model.layers : 1, 1) - 0.5);
}

}  // namespace strato
