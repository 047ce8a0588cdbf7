#include "app/figures/chart.h"

#include <algorithm>
#include <cmath>

#include <QBasicTimer>
#include <QEvent>
#include <QLabel>
#include <QPointer>
#include <QToolTip>
#include <QWindow>

namespace strato {

namespace {

// The smallest of 1, 2, 5, 10, 20, 50, ... that is at least `units`.
double wholeStep(double units) {
    double step = 1;
    for (int i = 0; step < units; ++i) step *= i % 3 == 1 ? 2.5 : 2;
    return step;
}

// Draws one chart a turn of the event loop, so that input is answered and the screen painted in between.
class Replots : public QObject {
public:
    static Replots& queue() {
        static Replots replots;
        return replots;
    }

    void add(Chart& chart) {
        if (!waiting_.contains(&chart)) waiting_ << &chart;
        timer_.start(0, this);
    }

protected:
    void timerEvent(QTimerEvent*) override {
        if (const QPointer<Chart> chart = waiting_.isEmpty() ? nullptr : waiting_.takeFirst()) chart->replot(QCustomPlot::rpQueuedRefresh);
        if (waiting_.isEmpty()) timer_.stop();
    }

private:
    QList<QPointer<Chart>> waiting_;
    QBasicTimer timer_;
};

}  // namespace

Chart::Chart(QWidget* parent) : QCustomPlot(parent), emptiness_(new QLabel(this)) {
    for (const char* name : {planLayer, cursorLayer}) {
        addLayer(name);
        layer(name)->setMode(QCPLayer::lmBuffered);
    }
    // Numbers look alike on every machine, as in the files.
    setLocale(QLocale::c());
    setNoAntialiasingOnDrag(false);
    setAutoAddPlottableToLegend(false);
    setAttribute(Qt::WA_OpaquePaintEvent);
    style_ = FigureStyle::screen(palette(), font());
    emptiness_->setObjectName("whyEmpty");
    emptiness_->setAlignment(Qt::AlignCenter);
    emptiness_->setWordWrap(true);
    emptiness_->setMargin(24);
    emptiness_->setAutoFillBackground(true);
    emptiness_->setBackgroundRole(QPalette::Base);
    emptiness_->setForegroundRole(QPalette::PlaceholderText);
    emptiness_->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(this, &QCustomPlot::beforeReplot, this, &Chart::showEmptiness);
    connect(this, &QCustomPlot::afterLayout, this, [this] {
        if (arrange()) replotSoon();
    });
}

QString Chart::whyEmpty() const {
    if (!run_) return tr("Nothing is analysed yet: press Run, once a model and texts are open.");
    return run_->blocks.empty() ? tr("No block is finished yet.") : QString();
}

void Chart::setChoice(int choice) {
    choice_ = choice;
    setRun(run_);
    emit viewChanged();
}

void Chart::setView(const ChartView& view) {
    if (view.choice != choice_ && view.choice < choices().size()) setChoice(view.choice);
}

// Once for the sizes, and more for what the chart makes of them: legends wrap, names break into lines, and each may need the next.
void Chart::layOut(const QSize& size) {
    setViewport(QRect(QPoint(), size));
    for (int pass = 0; pass < 4; ++pass) replot();
}

void Chart::showEmptiness() {
    emptiness_->setText(whyEmpty());
    emptiness_->setVisible(!emptiness_->text().isEmpty());
}

void Chart::tellAt(const QPoint& globalPosition, const QString& text) {
    emit readOut(text);
    // Only rich text is broken into lines.
    if (text.isEmpty()) QToolTip::hideText();
    else QToolTip::showText(globalPosition, "<p>" + text.toHtmlEscaped() + "</p>", this);
}

void Chart::replotSoon() {
    if (isVisible()) Replots::queue().add(*this);
}

void Chart::redraw(const char* name) {
    if (hasInvalidatedPaintBuffers()) replotSoon();
    else if (isVisible()) layer(name)->replot();
}

void Chart::resizeEvent(QResizeEvent* event) {
    if (isVisible()) QCustomPlot::resizeEvent(event);
    else setViewport(rect());
    emptiness_->setGeometry(rect());
}

void Chart::setStyle(const FigureStyle& style) {
    style_ = style;
    setBackground(QBrush(style.background));
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes()) styleAxis(*axis);
    applyStyle(style_);
    replotSoon();
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
    axis.setLabelPadding(3);
    axis.setTickLabelPadding(3);
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
        replotSoon();
    };
    adopt();
    disconnect(screenChanged_);
    if (QWindow* handle = window()->windowHandle()) screenChanged_ = connect(handle, &QWindow::screenChanged, this, adopt);
}

bool Chart::arrange() {
    QList<QCPAxis*> axes;
    for (QCPAxisRect* rect : axisRects()) axes << rect->axes();
    for (QCPLayoutElement* element : plotLayout()->elements(true))
        if (auto* scale = qobject_cast<QCPColorScale*>(element)) axes << scale->axis();
    bool changed = false;
    for (QCPAxis* axis : axes) {
        changed = thinTicks(*axis) || changed;
        changed = fitLabel(*axis) || changed;
    }
    return changed;
}

// A name that is longer than its axis takes two lines, where the margin can grow for them; else its end is left out.
bool Chart::fitLabel(QCPAxis& axis) {
    const QFontMetrics metrics(style_.font);
    const bool horizontal = axis.orientation() == Qt::Horizontal;
    const int room = horizontal ? axis.axisRect()->width() : axis.axisRect()->height();
    AxisLabel& label = labels_[&axis];
    if (axis.label() != label.shown) label.whole = axis.label();
    QString shown = label.whole;
    const auto fits = [&](const QString& text) { return metrics.horizontalAdvance(text) <= room + (horizontal ? 0 : metrics.height() / 2); };
    if (!fits(shown)) {
        const qsizetype middle = shown.lastIndexOf(' ', (shown.size() + 2) / 2);
        const QString first = shown.left(middle), second = shown.mid(middle + 1);
        const bool twoLines = !horizontal && middle > 0 && axis.axisRect()->autoMargins().testFlag(axis.axisType() == QCPAxis::atLeft ? QCP::msLeft : QCP::msRight) && fits(first) && fits(second);
        shown = twoLines ? first + '\n' + second : metrics.elidedText(shown, Qt::ElideRight, room);
    }
    label.shown = shown;
    if (axis.label() == shown) return false;
    axis.setLabel(shown);
    return true;
}

bool Chart::thinTicks(QCPAxis& axis) const {
    const QFontMetrics metrics(style_.font);
    const bool horizontal = axis.orientation() == Qt::Horizontal;
    const int room = std::max(1, horizontal ? axis.axisRect()->width() : axis.axisRect()->height());
    if (const auto whole = axis.ticker().dynamicCast<QCPAxisTickerFixed>()) {
        const int label = horizontal ? metrics.horizontalAdvance(QString::number(axis.range().upper, 'f', 0)) + metrics.averageCharWidth() : metrics.height();
        const double before = whole->tickStep();
        whole->setTickStep(wholeStep(axis.range().size() * label / room));
        return whole->tickStep() != before;
    }
    if (const auto powers = axis.ticker().dynamicCast<QCPAxisTickerLog>(); powers) {
        const int most = std::clamp(static_cast<int>(room / ((horizontal ? 5 : 1.6) * metrics.height())), 1, 5), before = powers->tickCount();
        powers->setTickCount(most);
        return most != before;
    }
    if (axis.ticker().dynamicCast<QCPAxisTickerText>()) return false;
    const int before = axis.ticker()->tickCount();
    axis.ticker()->setTickCount(std::clamp(room / ((horizontal ? 6 : 2) * metrics.height()), 2, 6));
    return axis.ticker()->tickCount() != before;
}

QCPLegend* Chart::flatLegend() {
    auto* legend = new QCPLegend;
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setMargins(QMargins(6, 4, 6, 2));
    legend->setRowSpacing(0);
    return legend;
}

// In one order: axes() walks a hash, and the layers would be another order at every start.
void Chart::putOnLayers(QCPAxisRect& part) {
    for (const QCPAxis::AxisType type : {QCPAxis::atLeft, QCPAxis::atRight, QCPAxis::atTop, QCPAxis::atBottom})
        for (QCPAxis* axis : part.axes(type)) axis->setLayer("axes"), axis->grid()->setLayer("grid");
}

QCPLegend* Chart::stack(const QList<QCPAxisRect*>& parts) {
    plotLayout()->clear();
    QCPLegend* legend = flatLegend();
    plotLayout()->addElement(0, 0, legend);
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(4);
    legend->setLayer("legend");
    auto* margins = new QCPMarginGroup(this);
    for (QCPAxisRect* part : parts) {
        plotLayout()->addElement(plotLayout()->rowCount(), 0, part);
        part->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        part->setMinimumMargins(QMargins(2, 2, 8, 2));
        part->setMinimumSize(smallestPart);
        part->axis(QCPAxis::atBottom)->setTicker(wholeNumbers());
        part->axis(QCPAxis::atBottom)->setTickLabels(part == parts.last());
        putOnLayers(*part);
    }
    return legend;
}

bool Chart::wrapLegend(QCPLegend& legend) {
    const QFontMetrics metrics(legend.font());
    // The letters that reach below the line are cut in a row of the font's own height.
    legend.setIconSize(26, metrics.height() + 3);
    int widest = 1;
    for (int i = 0; i < legend.itemCount(); ++i)
        if (auto* item = qobject_cast<QCPPlottableLegendItem*>(legend.item(i)))
            widest = std::max(widest, metrics.horizontalAdvance(item->plottable()->name()) + legend.iconSize().width() + legend.iconTextPadding() + metrics.height());
    const int wrap = std::clamp(viewport().width() / widest, 1, std::max(1, legend.itemCount()));
    const bool changed = wrap != legend.wrap();
    legend.setWrap(wrap);
    legend.setFillOrder(QCPLegend::foColumnsFirst, changed);
    return changed;
}

QSharedPointer<QCPAxisTicker> Chart::wholeNumbers() {
    QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
    ticker->setTickStep(1);
    ticker->setScaleStrategy(QCPAxisTickerFixed::ssNone);
    return ticker;
}

}  // namespace strato
