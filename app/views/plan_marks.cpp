#include "app/views/plan_marks.h"

#include <QCoreApplication>
#include <QPainter>

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
    : chart_(chart), rects_(std::move(rects)), orientation_(blocks), form_(form) {}

void PlanMarks::showPlan(const Plan& plan) {
    plan_ = plan;
    redrawPlan();
}

void PlanMarks::showCursor(const std::optional<BlockSpan>& span, const std::optional<BlockSpan>& pinned) {
    if (span == cursor_ && pinned == pinned_) return;
    cursor_ = span;
    pinned_ = pinned;
    redrawCursor();
}

void PlanMarks::restyle() {
    redrawPlan();
    redrawCursor();
}

void PlanMarks::clear(const char* layer) {
    for (QCPLayerable* child : chart_.layer(layer)->children())
        if (auto* item = qobject_cast<QCPAbstractItem*>(child)) chart_.removeItem(item);
}

void PlanMarks::redrawPlan() {
    clear(Chart::planLayer);
    const FigureStyle& style = chart_.style();
    for (const Edit& edit : plan_.edits()) {
        QColor veil = style.background;
        veil.setAlphaF(0.72F);
        // Attention is the upper half of a block here, the MLP the lower.
        const double from = edit.part == BlockPart::mlp ? 0.5 : 0, to = edit.part == BlockPart::attention ? 0.5 : 1;
        const bool crossed = form_ == Form::crossed;
        constexpr double edgeShare = 0.012;
        for (QCPAxisRect* rect : rects_) {
            if (form_ == Form::edge) {
                addBox(rect, edit.span, Chart::planLayer, QPen(Qt::NoPen), actionColor(edit.action, style), 0, edgeShare);
                continue;
            }
            const QPen edge(actionColor(edit.action, style), style.lineWidth + 0.6);
            addBox(rect, edit.span, Chart::planLayer, crossed ? edge : QPen(Qt::NoPen), crossed ? QBrush(veil) : tintOf(edit.action, style), from, to);
            if (crossed) addStrokes(rect, edit, from, to);
        }
    }
    chart_.layer(Chart::planLayer)->replot();
}

void PlanMarks::addStrokes(QCPAxisRect* rect, const Edit& edit, double from, double to) {
    const double first = edit.span.first.value - 0.5, last = edit.span.last.value + 0.5;
    const QPen pen = strokeOf(edit.action, chart_.style());
    if (edit.action == ActionKind::merge) {
        QCPItemLine* arrow = addLine(rect, last - 0.2, (from + to) / 2, first + 0.2, (from + to) / 2, pen);
        arrow->setHead(QCPLineEnding(QCPLineEnding::esLineArrow, 7, 8));
        return;
    }
    addLine(rect, first, from, last, to, pen);
    if (edit.action == ActionKind::drop) addLine(rect, first, to, last, from, pen);
}

void PlanMarks::redrawCursor() {
    clear(Chart::cursorLayer);
    const auto frame = [&](const std::optional<BlockSpan>& span, Qt::PenStyle line) {
        if (!span) return;
        for (QCPAxisRect* rect : rects_) addBox(rect, *span, Chart::cursorLayer, QPen(chart_.style().cursor, chart_.style().lineWidth, line), Qt::NoBrush, 0, 1);
    };
    frame(pinned_, Qt::DashLine);
    frame(cursor_, Qt::DotLine);
    chart_.layer(Chart::cursorLayer)->replot();
}

void PlanMarks::addBox(QCPAxisRect* rect, const BlockSpan& span, const char* layer, const QPen& pen, const QBrush& brush, double from, double to) {
    auto* box = new QCPItemRect(&chart_);
    box->setLayer(layer);
    box->setPen(pen);
    box->setBrush(brush);
    box->setSelectable(false);
    box->setClipAxisRect(rect);
    place(box->topLeft, rect, span.first.value - 0.5, from);
    place(box->bottomRight, rect, span.last.value + 0.5, to);
}

QCPItemLine* PlanMarks::addLine(QCPAxisRect* rect, double fromBlock, double fromShare, double toBlock, double toShare, const QPen& pen) {
    auto* line = new QCPItemLine(&chart_);
    line->setLayer(Chart::planLayer);
    line->setPen(pen);
    line->setSelectable(false);
    line->setClipAxisRect(rect);
    place(line->start, rect, fromBlock, fromShare);
    place(line->end, rect, toBlock, toShare);
    return line;
}

// `share`: of the way across the rectangle, perpendicular to the blocks.
void PlanMarks::place(QCPItemPosition* position, QCPAxisRect* rect, double block, double share) const {
    position->setAxisRect(rect);
    position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    if (orientation_ == Qt::Horizontal) {
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        position->setCoords(block, share);
    } else {
        position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        position->setTypeY(QCPItemPosition::ptPlotCoords);
        position->setCoords(share, block);
    }
}

}  // namespace strato
