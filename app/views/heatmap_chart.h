// Blocks x tokens: how far each token is from each block's best linear map, with the token's text.
#pragma once

#include "app/views/plan_marks.h"
#include "app/views/token_map.h"

namespace strato {

class HeatmapChart : public TokenMap {
    Q_OBJECT

public:
    explicit HeatmapChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    Selection selectionOf(const QPoint& cell) const override;
    void showPlan(const Plan& plan) override { rows_.showPlan(plan); }
    void showSelection(const Selection& selection) override;

protected:
    QString readOutOf(const QPoint& cell) const override;
    std::optional<QPoint> cellOf(const Selection& selection) const override;
    void applyStyle(const FigureStyle& style) override;

private:
    PlanMarks rows_;
};

}  // namespace strato
