// Marks over a chart, painted by a function into one of its buffered layers: a change of them redraws them alone. (Items that come and go
// would have QCustomPlot lay out and draw the whole chart each time.)
//
//     frame_ = new Overlay(*this, Chart::cursorLayer, [this](QCPPainter& painter) { paintFrame(painter); });
//     redraw(Chart::cursorLayer);
#pragma once

#include <functional>

#include "app/figures/chart.h"

namespace strato {

class Overlay : public QCPAbstractItem {
public:
    // The chart owns it. `paint` works in pixels of the widget, and clips by itself.
    Overlay(Chart& chart, const char* layer, std::function<void(QCPPainter&)> paint) : QCPAbstractItem(&chart), paint_(std::move(paint)) {
        setLayer(layer);
        setClipToAxisRect(false);
        setSelectable(false);
    }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override { paint_(*painter); }

private:
    std::function<void(QCPPainter&)> paint_;
};

}  // namespace strato
