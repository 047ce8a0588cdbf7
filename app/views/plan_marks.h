// What a plan and a selection look like over a chart that has one column (or row) per block.
//
//     PlanMarks marks(*chart, {chart->axisRect()}, Qt::Horizontal, PlanMarks::Form::crossed);
//     marks.showPlan(plan);
//     marks.showCursor(BlockSpan{{3}, {5}});
#pragma once

#include <optional>

#include <QIcon>

#include "app/figures/chart.h"
#include "core/edit/plan.h"

namespace strato {

// The sign of an action, as a legend: a cross for what is dropped, a stroke for a map, a broken stroke for one of low rank, an arrow for a
// merge. An action's mark on a chart is the same. `checked`: its colour on a button that is down.
QIcon markIcon(ActionKind action, const FigureStyle& style, const QColor& checked);
QColor actionColor(ActionKind action, const FigureStyle& style);
// "✕ dropped, ..." in one line.
QString markLegend();

class PlanMarks {
public:
    // A tint behind curves; crosses and strokes over cells; or a bar at the edge, where the colours of cells are to be read.
    enum class Form { shaded, crossed, edge };

    // Blocks lie along the axes of `blocks`; the marks cover the whole of each rectangle the other way.
    PlanMarks(Chart& chart, QList<QCPAxisRect*> rects, Qt::Orientation blocks, Form form);

    void showPlan(const Plan& plan);
    // Dotted around what is selected, dashed around what is pinned.
    void showCursor(const std::optional<BlockSpan>& span, const std::optional<BlockSpan>& pinned = {});

private:
    void paintPlan(QCPPainter& painter) const;
    void paintBeside(QCPPainter& painter, const QCPAxisRect& rect, const BlockSpan& span, const QColor& color) const;
    void paintSign(QCPPainter& painter, const Edit& edit, const QRectF& box) const;
    void paintCursor(QCPPainter& painter) const;
    QRectF boxOf(const QCPAxisRect& rect, const BlockSpan& span, double from, double to) const;

    Chart& chart_;
    QList<QCPAxisRect*> rects_;
    Qt::Orientation orientation_;
    Form form_;
    Plan plan_;
    std::optional<BlockSpan> cursor_, pinned_;
};

}  // namespace strato
