#include "app/views/map_chart.h"

#include <algorithm>
#include <cmath>

#include <QToolTip>

#include "app/views/plan_marks.h"

namespace strato {

namespace {

constexpr const char* markLayer = "cell";
constexpr double fewestCells = 4;
constexpr int startOfDrag = 4;   // pixels

void frame(QCPItemRect& item, const QPoint& cell) {
    item.topLeft->setCoords(cell.x() - 0.5, cell.y() + 0.5);
    item.bottomRight->setCoords(cell.x() + 0.5, cell.y() - 0.5);
}

}  // namespace

MapChart::MapChart(Zoom zoom, const MapColors& ownColors, QWidget* parent)
    : Chart(parent), zoom_(zoom), cells_(new CellMap(xAxis, yAxis)), scale_(new QCPColorScale(this)), ownColors_(ownColors),
      colors_(ownColors) {
    addLayer(markLayer);
    layer(markLayer)->setMode(QCPLayer::lmBuffered);
    for (QCPItemRect** part : {&pinned_, &halo_, &mark_}) {
        *part = new QCPItemRect(this);
        (*part)->setLayer(markLayer);
        (*part)->setVisible(false);
    }
    axisRect()->setupFullAxesBox();
    axisRect()->setMinimumMargins(QMargins(2, 6, 2, 2));
    // Only the colour bar is dragged by QCustomPlot.
    axisRect()->setRangeDrag({});
    axisRect()->setRangeZoom({});
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    for (QCPAxis* axis : {xAxis2, yAxis2}) axis->setTicks(false), axis->setTickLabels(false);
    for (QCPAxis* axis : {xAxis, yAxis}) axis->grid()->setVisible(false), axis->setTicker(wholeNumbers());
    plotLayout()->addElement(0, 1, scale_);
    scale_->setType(QCPAxis::atRight);
    scale_->setBarWidth(barWidth);
    cells_->setColorScale(scale_);
    auto* margins = new QCPMarginGroup(this);
    for (QCPLayoutElement* element : std::initializer_list<QCPLayoutElement*>{axisRect(), scale_})
        element->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    connect(scale_, &QCPColorScale::dataRangeChanged, this, [this](const QCPRange& range) {
        if (recoloring_) return;
        colors_.low = range.lower;
        colors_.high = range.upper;
        colors_.centre.reset();
        emit colorsChanged();
    });
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    showAll();
}

void MapChart::setMap(int columns, int rows, const QString& measure, const std::function<double(int, int)>& valueOf) {
    const bool resized = size() != QSize(std::max(columns, 1), std::max(rows, 1));
    measure_ = measure;
    cells_->setCells(columns, rows);
    values_.clear();
    values_.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const double value = valueOf(column, row);
            if (!std::isfinite(value)) continue;
            cells_->data()->setCell(column, row, value);
            values_.push_back(value);
        }
    if (resized) {
        mark({});
        showAll();
    }
    recolor();
    showPlan(plan_);
}

void MapChart::recolor() {
    recoloring_ = true;
    const QCPRange range = colorRange(colors_, values_);
    const bool log = colors_.logarithmic;
    if (log) scale_->axis()->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    else scale_->axis()->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    scale_->axis()->setNumberFormat("g");
    scale_->axis()->setNumberPrecision(4);
    scale_->setDataScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    scale_->setDataRange(range);
    scale_->setGradient(colors_.diverging ? divergingGradient(style().absent) : perceptualGradient(style().absent));
    recoloring_ = false;
    const bool cut = std::any_of(values_.begin(), values_.end(), [&](double value) { return value < range.lower || value > range.upper; });
    QString label = measure_;
    if (cut && colors_ == ownColors_ && colors_.highQuantile < 1)
        label = tr("%1 (≤ %2th pct.)").arg(measure_).arg(100 * colors_.highQuantile, 0, 'g', 4);
    else if (cut) label = tr("%1 (cut)").arg(measure_);
    scale_->setLabel(label);
    replot(QCustomPlot::rpQueuedReplot);
}

void MapChart::setColors(const MapColors& colors) {
    colors_ = colors;
    recolor();
    emit colorsChanged();
}

void MapChart::adoptView(const MapChart& other) {
    colors_ = other.colors_;
    xAxis->setRange(other.xAxis->range());
    yAxis->setRange(other.yAxis->range());
    recolor();
}

void MapChart::applyStyle(const FigureStyle& style) {
    styleColorScale(*scale_);
    scale_->axis()->setLabelFont(style.font);
    halo_->setPen(QPen(Qt::black, 3 * style.lineWidth));
    mark_->setPen(QPen(Qt::white, style.lineWidth));
    pinned_->setPen(QPen(style.cursor, 2 * style.lineWidth, Qt::DashLine));
    recolor();
    showPlan(plan_);
}

// Of `count` cells along an axis, as many as `width` from `lower` on.
void MapChart::showRange(QCPAxis& axis, double lower, double width, int count) {
    const double whole = count, shown = std::clamp(width, std::min(fewestCells, whole), whole);
    const double left = std::clamp(lower, -0.5, whole - 0.5 - shown);
    axis.setRange(left, left + shown);
}

void MapChart::showColumns(double first, double last) {
    showRange(*xAxis, first - 0.5, last - first + 1, size().width());
    replot(QCustomPlot::rpQueuedReplot);
}

void MapChart::showAll() {
    showRange(*xAxis, -0.5, size().width(), size().width());
    showRange(*yAxis, -0.5, size().height(), size().height());
    replot(QCustomPlot::rpQueuedReplot);
}

void MapChart::zoom(const QPointF& pixel, double factor) {
    const auto zoomAxis = [&](QCPAxis& axis, double at, int count) {
        const double fixed = std::clamp(axis.pixelToCoord(at), axis.range().lower, axis.range().upper);
        showRange(axis, fixed - (fixed - axis.range().lower) * factor, axis.range().size() * factor, count);
    };
    zoomAxis(*xAxis, pixel.x(), size().width());
    if (zoom_ == Zoom::both) zoomAxis(*yAxis, pixel.y(), size().height());
    replot(QCustomPlot::rpQueuedReplot);
}

void MapChart::mark(const std::optional<QPoint>& cell) {
    cell_ = cell;
    for (QCPItemRect* part : {halo_, mark_}) {
        part->setVisible(cell.has_value());
        if (cell) frame(*part, *cell);
    }
    if (cell) bringIntoSight(*cell);
    layer(markLayer)->replot();
}

void MapChart::bringIntoSight(const QPoint& cell) {
    const auto bring = [&](QCPAxis& axis, int at, int count) {
        const QCPRange range = axis.range();
        if (at - 0.5 < range.lower - 1e-9 && at < range.lower) showRange(axis, at - 0.5, range.size(), count);
        else if (at > range.upper) showRange(axis, at + 0.5 - range.size(), range.size(), count);
        else return;
        replot(QCustomPlot::rpQueuedReplot);
    };
    bring(*xAxis, cell.x(), size().width());
    bring(*yAxis, cell.y(), size().height());
}

void MapChart::moveTo(const QPoint& cell) {
    mark(cell);
    emit readOut(readOutOf(cell));
    emit selected(selectionOf(cell));
}

// The cell that was walked to stays, if it stands for the same.
void MapChart::markPinned(const Selection& selection) {
    const auto cell = selection.pinned && !isEmpty() ? cellOf({.blocks = selection.pinned, .token = selection.pinnedToken}) : std::nullopt;
    pinned_->setVisible(cell.has_value());
    if (cell) frame(*pinned_, *cell);
}

void MapChart::showSelection(const Selection& selection) {
    markPinned(selection);
    layer(markLayer)->replot();
    const Selection own{.blocks = selection.blocks, .token = selection.token};
    if (cell_ && selectionOf(*cell_) == own) return;
    mark(isEmpty() ? std::nullopt : cellOf(selection));
}

// A frame in the colour of its action around the cell of each span.
void MapChart::showPlan(const Plan& plan) {
    plan_ = plan;
    for (QCPLayerable* child : layer(planLayer)->children())
        if (auto* item = qobject_cast<QCPAbstractItem*>(child)) removeItem(item);
    for (const Edit& edit : isEmpty() ? std::vector<Edit>() : plan.edits()) {
        const auto cell = cellOf({.blocks = edit.span});
        if (!cell || edit.part != BlockPart::whole) continue;
        auto* box = new QCPItemRect(this);
        box->setLayer(planLayer);
        box->setPen(QPen(actionColor(edit.action, style()), 2 * style().lineWidth));
        frame(*box, *cell);
    }
    layer(planLayer)->replot();
}

std::optional<QPoint> MapChart::cellUnder(const QPointF& pixel) const { return isEmpty() ? std::nullopt : cells_->cellAt(pixel); }

void MapChart::mousePressEvent(QMouseEvent* event) {
    const auto cell = cellUnder(event->pos());
    if (!cell) return Chart::mousePressEvent(event);
    if (event->button() == Qt::LeftButton) press_ = {event->pos(), xAxis->range(), yAxis->range()};
    if (event->button() != Qt::RightButton) return;
    moveTo(*cell);
    emit menuAsked(event->globalPosition().toPoint());
}

void MapChart::mouseMoveEvent(QMouseEvent* event) {
    if (press_ && event->buttons().testFlag(Qt::LeftButton)) {
        const QPoint way = event->pos() - press_->pixel;
        press_->moved = press_->moved || way.manhattanLength() >= startOfDrag;
        if (!press_->moved) return;
        showRange(*xAxis, press_->columns.lower - way.x() * press_->columns.size() / axisRect()->width(), press_->columns.size(), size().width());
        showRange(*yAxis, press_->rows.lower + way.y() * press_->rows.size() / axisRect()->height(), press_->rows.size(), size().height());
        replot(QCustomPlot::rpQueuedReplot);
        return;
    }
    const auto cell = cellUnder(event->pos());
    if (!cell) Chart::mouseMoveEvent(event);
    const QString text = cell ? readOutOf(*cell) : QString();
    emit readOut(text);
    if (cell) QToolTip::showText(event->globalPosition().toPoint(), text, this);
    else QToolTip::hideText();
}

void MapChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!press_) return Chart::mouseReleaseEvent(event);
    const bool moved = std::exchange(press_, {})->moved;
    const auto cell = cellUnder(event->pos());
    if (moved || !cell) return;
    moveTo(*cell);
    if (const Selection selection = selectionOf(*cell); actsOnClick() && selection.blocks) emit clicked(*selection.blocks);
}

// Of the map: all of it. Of the colour bar: the range that the view chooses.
void MapChart::mouseDoubleClickEvent(QMouseEvent* event) {
    if (cellUnder(event->pos())) showAll();
    else if (scale_->outerRect().contains(event->pos())) setColors(ownColors_);
}

void MapChart::contextMenuEvent(QContextMenuEvent* event) {
    if (scale_->outerRect().contains(event->pos())) emit colorMenuAsked(event->globalPos());
}

// Around the cell under the mouse; sideways scrolling moves.
void MapChart::wheelEvent(QWheelEvent* event) {
    if (!cellUnder(event->position())) return Chart::wheelEvent(event);
    const QPoint turn = event->angleDelta();
    if (std::abs(turn.x()) > std::abs(turn.y())) {
        showRange(*xAxis, xAxis->range().lower - turn.x() / 120.0 * xAxis->range().size() * 0.1, xAxis->range().size(), size().width());
        replot(QCustomPlot::rpQueuedReplot);
    } else {
        zoom(event->position(), std::pow(0.8, turn.y() / 120.0));
    }
    event->accept();
}

void MapChart::keyPressEvent(QKeyEvent* event) {
    if (isEmpty()) return Chart::keyPressEvent(event);
    const int last = size().width() - 1, top = size().height() - 1, page = static_cast<int>(xAxis->range().size());
    QPoint cell = cell_.value_or(QPoint(std::max(0, static_cast<int>(std::ceil(xAxis->range().lower))), 0));
    const int step = cell_ ? 1 : 0;
    switch (event->key()) {
        case Qt::Key_Left: cell.rx() -= step; break;
        case Qt::Key_Right: cell.rx() += step; break;
        case Qt::Key_Up: cell.ry() += step; break;
        case Qt::Key_Down: cell.ry() -= step; break;
        case Qt::Key_Home: cell.rx() = 0; break;
        case Qt::Key_End: cell.rx() = last; break;
        case Qt::Key_PageUp: cell.rx() -= page; break;
        case Qt::Key_PageDown: cell.rx() += page; break;
        case Qt::Key_Plus: return zoom(axisRect()->center(), 0.8);
        case Qt::Key_Minus: return zoom(axisRect()->center(), 1.25);
        case Qt::Key_0: return showAll();
        case Qt::Key_Escape:
            mark({});
            emit selected({});
            return;
        default: event->ignore(); return;
    }
    moveTo({std::clamp(cell.x(), 0, last), std::clamp(cell.y(), 0, top)});
}

void MapChart::leaveEvent(QEvent* event) {
    Chart::leaveEvent(event);
    emit readOut({});
}

}  // namespace strato
