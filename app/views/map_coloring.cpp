#include "app/views/map_coloring.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QMouseEvent>

namespace strato {

MapColoring::MapColoring(Chart& chart, CellMap& cells, const MapColors& own)
    : QObject(&chart), chart_(chart), bar_(new QCPColorScale(&chart_)), own_(own), colors_(own) {
    chart_.axisRect()->setRangeDrag({});
    chart_.axisRect()->setRangeZoom({});
    chart_.setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    chart_.plotLayout()->addElement(0, 1, bar_);
    bar_->setType(QCPAxis::atRight);
    bar_->setBarWidth(Chart::barWidth);
    cells.setColorScale(bar_);
    auto* margins = new QCPMarginGroup(&chart_);
    for (QCPLayoutElement* element : std::initializer_list<QCPLayoutElement*>{chart_.axisRect(), bar_})
        element->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    connect(bar_, &QCPColorScale::dataRangeChanged, this, [this](const QCPRange& range) {
        if (recoloring_) return;
        colors_.low = range.lower;
        colors_.high = range.upper;
        colors_.centre.reset();
        bar_->setLabel(label());
        emit changed();
    });
    connect(this, &MapColoring::changed, &chart_, &Chart::viewChanged);
    chart_.installEventFilter(this);
}

void MapColoring::setValues(const QString& measure, std::vector<double> values, const QString& quantity) {
    const bool other = !measure_.isEmpty() && measure != measure_;
    measure_ = measure;
    quantity_ = quantity.isEmpty() ? measure : quantity;
    values_ = std::move(values);
    if (other) colors_.low = own_.low, colors_.high = own_.high, colors_.centre = own_.centre;
    recolor();
    if (other) emit changed();
}

void MapColoring::setOwn(const MapColors& own) {
    if (own == own_) return;
    own_ = colors_ = own;
}

void MapColoring::setColors(const MapColors& colors) {
    colors_ = colors;
    recolor();
    emit changed();
}

void MapColoring::setChosen(const std::optional<MapColors>& colors) {
    if (const MapColors wanted = colors.value_or(own_); wanted != colors_) setColors(wanted);
}

void MapColoring::restyle(const FigureStyle& style) {
    absent_ = style.absent;
    bar_->axis()->setLabelFont(style.font);
    recolor();
}

void MapColoring::recolor() {
    recoloring_ = true;
    const bool log = colors_.logarithmic;
    if (log) bar_->axis()->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    else bar_->axis()->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    bar_->axis()->setNumberFormat("g");
    bar_->axis()->setNumberPrecision(4);
    bar_->setDataScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    bar_->setDataRange(colorRange(colors_, values_));
    bar_->setGradient(colors_.diverging ? divergingGradient(absent_) : perceptualGradient(absent_));
    bar_->setLabel(label());
    recoloring_ = false;
    chart_.replotSoon();
}

// Says where the colours end before the values do.
QString MapColoring::label() const {
    const QCPRange range = shownRange();
    const bool cut = std::any_of(values_.begin(), values_.end(), [&](double value) { return value < range.lower || value > range.upper; });
    if (!cut) return measure_;
    if (colors_ == own_ && own_.highQuantile < 1 && own_.lowQuantile == 0) return tr("%1 (≤ %2th pct.)").arg(measure_).arg(100 * own_.highQuantile, 0, 'g', 4);
    return tr("%1 (colours clipped)").arg(measure_);
}

bool MapColoring::eventFilter(QObject* object, QEvent* event) {
    if (object != &chart_) return false;
    if (event->type() == QEvent::MouseButtonDblClick && bar_->outerRect().contains(static_cast<QMouseEvent*>(event)->pos())) {
        setColors(own_);
        return true;
    }
    if (event->type() == QEvent::ContextMenu && bar_->outerRect().contains(static_cast<QContextMenuEvent*>(event)->pos())) {
        emit menuAsked(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    }
    return false;
}

}  // namespace strato
