#include "app/views/plan_marks.h"

#include <QCoreApplication>
#include <QPainter>

#include "app/figures/overlay.h"

namespace strato {

QColor actionColor(ActionKind action, const FigureStyle& style) {
    return action == ActionKind::drop ? style.dropped : action == ActionKind::merge ? style.merged : style.replaced;
}

namespace {

QPen strokeOf(ActionKind action, const FigureStyle& style) {
    QPen pen(actionColor(action, style), style.lineWidth + 0.6, Qt::SolidLine, Qt::FlatCap);
    if (action == ActionKind::lowRank) pen.setDashPattern({3, 2});
    return pen;
}

// Behind curves: hatched where a map or a merge has something stand in.
QBrush tintOf(ActionKind action, const FigureStyle& style) {
    const bool hatched = action == ActionKind::lowRank || action == ActionKind::merge;
    QColor color = actionColor(action, style);
    color.setAlphaF(hatched ? 0.5F : 0.16F);
    return QBrush(color, action == ActionKind::lowRank ? Qt::BDiagPattern : action == ActionKind::merge ? Qt::HorPattern : Qt::SolidPattern);
}

QPixmap drawSign(ActionKind action, const QPen& pen) {
    constexpr int size = 14, scale = 2;
    QPixmap pixmap(size * scale, size * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    constexpr double low = 2, high = size - 2, middle = size / 2.0;
    if (action == ActionKind::merge) {
        painter.drawLine(QPointF(high, middle), QPointF(low, middle));
        painter.drawLine(QPointF(low, middle), QPointF(low + 4, middle - 4));
        painter.drawLine(QPointF(low, middle), QPointF(low + 4, middle + 4));
    } else {
        painter.drawLine(QPointF(low, low), QPointF(high, high));
        if (action == ActionKind::drop) painter.drawLine(QPointF(low, high), QPointF(high, low));
    }
    return pixmap;
}

}  // namespace

QIcon markIcon(ActionKind action, const FigureStyle& style, const QColor& checked) {
    QPen pen = strokeOf(action, style);
    QIcon icon(drawSign(action, pen));
    pen.setColor(checked);
    icon.addPixmap(drawSign(action, pen), QIcon::Normal, QIcon::On);
    return icon;
}

QString markLegend() {
    return QCoreApplication::translate("PlanMarks", "✕ dropped, ╲ linear map, broken ╲ map of low rank, ← merged into the block before; upper half: attention, lower half: MLP");
}

PlanMarks::PlanMarks(Chart& chart, QList<QCPAxisRect*> rects, Qt::Orientation blocks, Form form)
    : chart_(chart), rects_(std::move(rects)), orientation_(blocks), form_(form) {
    new Overlay(chart, Chart::planLayer, [this](QCPPainter& painter) { paintPlan(painter); });
    new Overlay(chart, Chart::cursorLayer, [this](QCPPainter& painter) { paintCursor(painter); });
}

void PlanMarks::showPlan(const Plan& plan) {
    plan_ = plan;
    chart_.redraw(Chart::planLayer);
}

void PlanMarks::showCursor(const std::optional<BlockSpan>& span, const std::optional<BlockSpan>& pinned) {
    if (span == cursor_ && pinned == pinned_) return;
    cursor_ = span;
    pinned_ = pinned;
    chart_.redraw(Chart::cursorLayer);
}

// From the share `from` to `to` of the way across the rectangle, perpendicular to the blocks.
QRectF PlanMarks::boxOf(const QCPAxisRect& rect, const BlockSpan& span, double from, double to) const {
    const bool horizontal = orientation_ == Qt::Horizontal;
    const QCPAxis* blocks = rect.axis(horizontal ? QCPAxis::atBottom : QCPAxis::atLeft);
    const double first = blocks->coordToPixel(span.first.value - 0.5), last = blocks->coordToPixel(span.last.value + 0.5);
    if (horizontal) return {QPointF(first, rect.top() + from * rect.height()), QPointF(last, rect.top() + to * rect.height())};
    return QRectF(QPointF(rect.left() + from * rect.width(), first), QPointF(rect.left() + to * rect.width(), last)).normalized();
}

void PlanMarks::paintPlan(QCPPainter& painter) const {
    const FigureStyle& style = chart_.style();
    QColor veil = style.background;
    veil.setAlphaF(0.4F);
    for (const QCPAxisRect* rect : rects_) {
        painter.setClipRect(rect->rect());
        for (const Edit& edit : plan_.edits()) {
            // Attention is the upper half of a block here, the MLP the lower.
            const double from = edit.part == BlockPart::mlp ? 0.5 : 0, to = edit.part == BlockPart::attention ? 0.5 : 1;
            const QColor color = actionColor(edit.action, style);
            if (form_ == Form::edge) paintBeside(painter, *rect, edit.span, color);
            if (form_ == Form::shaded) painter.fillRect(boxOf(*rect, edit.span, from, to), tintOf(edit.action, style));
            if (form_ != Form::crossed) continue;
            const QRectF box = boxOf(*rect, edit.span, from, to);
            painter.setPen(QPen(color, style.lineWidth + 0.6));
            painter.setBrush(veil);
            painter.drawRect(box);
            paintSign(painter, edit, box);
        }
    }
}

// Left of the axis, so that no cell is covered.
void PlanMarks::paintBeside(QCPPainter& painter, const QCPAxisRect& rect, const BlockSpan& span, const QColor& color) const {
    constexpr double away = 2, width = 4;
    QRectF bar = boxOf(rect, span, 0, 0);
    bar.setLeft(rect.left() - away - width);
    bar.setRight(rect.left() - away);
    painter.setClipping(false);
    painter.fillRect(bar, color);
    painter.setClipRect(rect.rect());
}

void PlanMarks::paintSign(QCPPainter& painter, const Edit& edit, const QRectF& box) const {
    painter.setPen(strokeOf(edit.action, chart_.style()));
    if (edit.action == ActionKind::merge) {
        const double inset = 0.2 * box.width() / edit.span.count();
        const QLineF arrow(box.right() - inset, box.center().y(), box.left() + inset, box.center().y());
        painter.drawLine(arrow);
        QCPLineEnding(QCPLineEnding::esLineArrow, 7, 8).draw(&painter, QCPVector2D(arrow.p2()), QCPVector2D(arrow.p2() - arrow.p1()));
        return;
    }
    painter.drawLine(QLineF(box.topLeft(), box.bottomRight()));
    if (edit.action == ActionKind::drop) painter.drawLine(QLineF(box.bottomLeft(), box.topRight()));
}

void PlanMarks::paintCursor(QCPPainter& painter) const {
    painter.setBrush(Qt::NoBrush);
    const auto frame = [&](const std::optional<BlockSpan>& span, Qt::PenStyle line) {
        if (!span) return;
        const double width = chart_.style().lineWidth;
        for (const QCPAxisRect* rect : rects_) {
            painter.setClipRect(rect->rect());
            // Over cells dark under light, to be seen on every colour.
            if (form_ != Form::shaded) {
                painter.setPen(QPen(Qt::black, 2.5 * width));
                painter.drawRect(boxOf(*rect, *span, 0, 1));
            }
            painter.setPen(QPen(form_ != Form::shaded ? QColor(Qt::white) : chart_.style().cursor, width, line));
            painter.drawRect(boxOf(*rect, *span, 0, 1));
        }
    };
    frame(pinned_, Qt::DashLine);
    frame(cursor_, Qt::DotLine);
}

}  // namespace strato
