#include "app/views/plan_points.h"

#include <QMouseEvent>

namespace strato {

PlanPoints::PlanPoints(Chart& chart, QCPAxisRect* rect) : QObject(&chart), chart_(chart), rect_(rect) {
    chart.setMouseTracking(true);
    chart.installEventFilter(this);
}

QPointF PlanPoints::pixelOf(const PlanPoint& point) const {
    return {rect_->axis(QCPAxis::atBottom)->coordToPixel(point.x), rect_->axis(QCPAxis::atLeft)->coordToPixel(point.y)};
}

const PlanPoint* PlanPoints::at(const QPointF& pixel) const {
    constexpr double reach = 10;
    const PlanPoint* nearest = nullptr;
    double least = reach * reach;
    for (const PlanPoint& point : points_) {
        const QPointF away = pixelOf(point) - pixel;
        const double distance = QPointF::dotProduct(away, away);
        if (distance > least) continue;
        least = distance;
        nearest = &point;
    }
    return nearest;
}

void PlanPoints::hover(const QPoint& pixel) {
    const PlanPoint* point = at(pixel);
    chart_.setCursor(point ? Qt::PointingHandCursor : Qt::ArrowCursor);
    chart_.setToolTip(point ? point->text : QString());
    emit hovered(point ? point->text : QString());
}

bool PlanPoints::eventFilter(QObject* object, QEvent* event) {
    if (object != &chart_) return false;
    if (event->type() == QEvent::MouseMove) hover(static_cast<QMouseEvent*>(event)->pos());
    if (event->type() != QEvent::MouseButtonRelease || static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton) return false;
    const PlanPoint* point = at(static_cast<QMouseEvent*>(event)->pos());
    if (!point) return false;
    // What listens may change the points.
    const Plan plan = point->plan;
    emit picked(plan);
    return true;
}

}  // namespace strato
