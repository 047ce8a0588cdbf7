#include "app/views/plan_marks.h"

namespace strato {

PlanMarks::PlanMarks(Chart& chart, QList<QCPAxisRect*> rects, Qt::Orientation blocks, Form form)
    : chart_(chart), rects_(std::move(rects)), orientation_(blocks), form_(form) {}

void PlanMarks::showPlan(const Plan& plan) {
    plan_ = plan;
    redrawPlan();
}

void PlanMarks::showCursor(const std::optional<BlockSpan>& span) {
    if (span == cursor_) return;
    cursor_ = span;
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
        const bool drop = edit.action == ActionKind::drop;
        const QColor color = drop ? style.dropped : style.replaced;
        QColor tint = form_ == Form::crossed ? style.background : color;
        tint.setAlphaF(form_ == Form::crossed ? 0.72F : 0.16F);
        // Attention is the upper half of a block here, the MLP the lower.
        const double from = edit.part == BlockPart::mlp ? 0.5 : 0, to = edit.part == BlockPart::attention ? 0.5 : 1;
        const QPen pen(color, style.lineWidth + 0.6, Qt::SolidLine, Qt::FlatCap);
        for (QCPAxisRect* rect : rects_) {
            addBox(rect, edit.span, Chart::planLayer, form_ == Form::crossed ? pen : QPen(Qt::NoPen), tint, from, to);
            if (form_ == Form::shaded) continue;
            const double first = edit.span.first.value - 0.5, last = edit.span.last.value + 0.5;
            // A cross for what is gone, one stroke for the map that stands in for a span.
            addLine(rect, first, from, last, to, pen);
            if (drop) addLine(rect, first, to, last, from, pen);
        }
    }
    chart_.layer(Chart::planLayer)->replot();
}

void PlanMarks::redrawCursor() {
    clear(Chart::cursorLayer);
    if (cursor_)
        for (QCPAxisRect* rect : rects_)
            addBox(rect, *cursor_, Chart::cursorLayer, QPen(chart_.style().cursor, chart_.style().lineWidth, Qt::DotLine), Qt::NoBrush, 0, 1);
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

void PlanMarks::addLine(QCPAxisRect* rect, double fromBlock, double fromShare, double toBlock, double toShare, const QPen& pen) {
    auto* line = new QCPItemLine(&chart_);
    line->setLayer(Chart::planLayer);
    line->setPen(pen);
    line->setSelectable(false);
    line->setClipAxisRect(rect);
    place(line->start, rect, fromBlock, fromShare);
    place(line->end, rect, toBlock, toShare);
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
