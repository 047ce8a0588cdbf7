// A map of blocks x tokens, or what is made of tokens: plan and cursor along its rows, the non-linearity in its cells.
//
//     class HeatmapChart : public BlockTokenMap { ... };
#pragma once

#include "app/views/plan_marks.h"
#include "app/views/token_map.h"

namespace strato {

class BlockTokenMap : public TokenMap {
    Q_OBJECT

public:
    QString whyEmpty() const override;
    void showPlan(const Plan& plan) override { rows_.showPlan(plan); }
    void showSelection(const Selection& selection) override;

protected:
    explicit BlockTokenMap(QWidget* parent);

    // Draws `valueOf`, NaN where nothing is measured yet, in place of what was made of `before`.
    using CellIn = std::function<double(const Run& run, std::size_t column, std::size_t block)>;
    void setCells(const QString& measure, const Run* before, const CellIn& valueIn);
    std::optional<QPoint> cellOf(const Selection& selection) const override;

private:
    PlanMarks rows_;
};

}  // namespace strato
