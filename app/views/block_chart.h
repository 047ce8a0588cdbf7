// A chart whose horizontal axis is the blocks, so that a block stands in the same column of each: marks of plan and selection, and what is
// known of a block.
//
//     class ProfileChart : public BlockChart { ... };
#pragma once

#include "app/views/plan_marks.h"

namespace strato {

class BlockChart : public Chart {
    Q_OBJECT

public:
    using Chart::Chart;

    // Where blocks lie along the bottom axis, from top to bottom. At least one.
    virtual QList<QCPAxisRect*> blockParts() const { return {axisRect()}; }
    QCPAxis* blockAxis() const { return blockParts().constFirst()->axis(QCPAxis::atBottom); }
    // What the chart knows of a finished block, in one line.
    virtual QString readOutOf(const BlockScores& block) const;

    void showPlan(const Plan& plan) override;
    void showSelection(const Selection& selection) override;

protected:
    virtual PlanMarks::Form markForm() const { return PlanMarks::Form::shaded; }
    // Blocks 0 .. L - 1 fill the width.
    void showBlocks();

private:
    PlanMarks& marks();

    std::unique_ptr<PlanMarks> marks_;
};

}  // namespace strato
