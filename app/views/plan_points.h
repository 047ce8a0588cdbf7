// Points of a chart that each stand for a plan: the nearest to the mouse is told, and a click takes its plan.
//
//     auto* points = new PlanPoints(chart, chart->axisRect());
//     points->setPoints({{x, y, plan, "greedy, 2 layers: ..."}});
//     connect(points, &PlanPoints::picked, ...);
#pragma once

#include <optional>
#include <vector>

#include <QObject>

#include "app/figures/chart.h"
#include "core/edit/plan.h"

namespace strato {

struct PlanPoint {
    double x = 0, y = 0;      // in the chart's coordinates
    Plan plan;
    QString text;
};

class PlanPoints : public QObject {
    Q_OBJECT

public:
    // The chart becomes the parent.
    PlanPoints(Chart& chart, QCPAxisRect* rect);

    void setPoints(std::vector<PlanPoint> points) { points_ = std::move(points); }
    // For tests, and whoever draws beside a point.
    QPointF pixelOf(const PlanPoint& point) const;
    const std::vector<PlanPoint>& points() const { return points_; }

    // Empty: there is none under the mouse.
    Q_SIGNAL void hovered(const QString& text);
    Q_SIGNAL void picked(const strato::Plan& plan);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    const PlanPoint* at(const QPointF& pixel) const;
    void hover(const QPoint& pixel);

    Chart& chart_;
    QCPAxisRect* rect_;
    std::vector<PlanPoint> points_;
};

}  // namespace strato
