#include "app/figures/chart.h"

#include <algorithm>

#include <QEvent>
#include <QWindow>

namespace strato {

Chart::Chart(QWidget* parent) : QCustomPlot(parent) {
    for (const char* name : {planLayer, cursorLayer}) {
        addLayer(name);
        layer(name)->setMode(QCPLayer::lmBuffered);
    }
    setNoAntialiasingOnDrag(false);
    setAutoAddPlottableToLegend(false);
    setAttribute(Qt::WA_OpaquePaintEvent);
    style_ = FigureStyle::screen(palette(), font());
}

bool Chart::isEmpty() const { return !run_ || run_->blocks.empty(); }

void Chart::setStyle(const FigureStyle& style) {
    style_ = style;
    setBackground(QBrush(style.background));
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes()) styleAxis(*axis);
    applyStyle(style_);
    layOutFor(viewport().size());
    replot(QCustomPlot::rpQueuedReplot);
}

void Chart::styleAxis(QCPAxis& axis) const {
    const QPen pen(style_.muted, style_.axisWidth);
    axis.setBasePen(pen);
    axis.setTickPen(pen);
    axis.setSubTickPen(pen);
    axis.setTickLabelColor(style_.ink);
    axis.setLabelColor(style_.ink);
    axis.setTickLabelFont(style_.font);
    axis.setLabelFont(style_.font);
    axis.grid()->setPen(QPen(style_.grid, style_.axisWidth));
    axis.grid()->setZeroLinePen(QPen(style_.grid, style_.axisWidth));
    axis.setTickLengthIn(0);
    axis.setTickLengthOut(3);
    axis.setSubTicks(false);
}

void Chart::styleColorScale(QCPColorScale& scale) const {
    for (QCPAxis* axis : scale.axis()->axisRect()->axes()) {
        styleAxis(*axis);
        axis->grid()->setVisible(false);
    }
}

void Chart::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) setStyle(FigureStyle::screen(palette(), font()));
}

// QCustomPlot 2.1.0 keeps the scale of the screen it was made on.
void Chart::showEvent(QShowEvent* event) {
    QCustomPlot::showEvent(event);
    const auto adopt = [this] {
        setBufferDevicePixelRatio(devicePixelRatioF());
        replot(QCustomPlot::rpQueuedReplot);
    };
    adopt();
    disconnect(screenChanged_);
    if (QWindow* handle = window()->windowHandle()) screenChanged_ = connect(handle, &QWindow::screenChanged, this, adopt);
}

void Chart::resizeEvent(QResizeEvent* event) {
    QCustomPlot::resizeEvent(event);
    layOutFor(event->size());
}

void Chart::layOutFor(const QSize& size) {
    const QFontMetrics metrics(style_.font);
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes()) {
            if (!axis->ticker().dynamicCast<QCPAxisTickerFixed>()) continue;
            const bool horizontal = axis->orientation() == Qt::Horizontal;
            const int label = horizontal ? metrics.horizontalAdvance(QString::number(axis->range().upper, 'f', 0)) + metrics.averageCharWidth() : metrics.height();
            // Of the chart's size about four fifths are cells.
            const int room = (horizontal ? size.width() : size.height()) * 4 / 5;
            axis->ticker()->setTickCount(std::max(2, room / std::max(1, label)));
        }
}

QSharedPointer<QCPAxisTicker> Chart::wholeNumbers() {
    QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
    ticker->setTickStep(1);
    ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    return ticker;
}

}  // namespace strato
