#include "app/views/block_chart.h"

#include <algorithm>
#include <cmath>

#include "app/views/block_measures.h"

namespace strato {

// Made once there are parts to mark.
PlanMarks& BlockChart::marks() {
    if (!marks_) marks_ = std::make_unique<PlanMarks>(*this, blockParts(), Qt::Horizontal, markForm());
    return *marks_;
}

// Where a neighbour's held-out score lies within the error of the difference (95 %), the order of the two is chance.
QString BlockChart::readOutOf(const BlockScores& block) const {
    QStringList alike;
    for (const BlockScores& other : run_->blocks) {
        if (std::abs(other.block.value - block.block.value) != 1) continue;
        const double difference = std::abs(other.linearityHeldOut - block.linearityHeldOut), error = std::hypot(other.linearityHeldOutError, block.linearityHeldOutError);
        if (difference < 1.96 * error) alike << QString::number(other.block.value);
    }
    const QString text = blockReadOut(block, run_->data.tokens);
    return alike.isEmpty() ? text : tr("%1; held out it can't be told from block %2").arg(text, alike.join(tr(" and ")));
}

void BlockChart::showPlan(const Plan& plan) { marks().showPlan(plan); }
void BlockChart::showSelection(const Selection& selection) { marks().showCursor(selection.blocks, selection.pinned); }

void BlockChart::showBlocks() {
    for (QCPAxisRect* rect : blockParts()) rect->axis(QCPAxis::atBottom)->setRange(-0.5, std::max(run_ ? run_->model.layers : 1, 1) - 0.5);
}

}  // namespace strato
