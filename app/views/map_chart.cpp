#include "app/views/map_chart.h"

#include <algorithm>
#include <cmath>

#include "app/figures/overlay.h"
#include "app/views/accessible_map.h"
#include "app/views/block_actions.h"
#include "app/views/block_measures.h"
#include "app/views/plan_marks.h"
#include "app/views/run_names.h"
#include "core/runs/cells.h"

namespace strato {

namespace {

constexpr const char* markLayer = "cell";
constexpr double fewestCells = 4;
constexpr int startOfDrag = 4;   // pixels

}  // namespace

MapChart::MapChart(Zoom zoom, const MapColors& ownColors, QWidget* parent)
    : Chart(parent), zoom_(zoom), ownColors_(ownColors), cells_(new CellMap(xAxis, yAxis)), coloring_(new MapColoring(*this, *cells_, ownColors)) {
    addLayer(markLayer);
    layer(markLayer)->setMode(QCPLayer::lmBuffered);
    new Overlay(*this, markLayer, [this](QCPPainter& painter) { paintMarks(painter); });
    new Overlay(*this, planLayer, [this](QCPPainter& painter) { paintPlan(painter); });
    axisRect()->setupFullAxesBox();
    axisRect()->setMinimumMargins(QMargins(2, 6, 2, 2));
    for (QCPAxis* axis : {xAxis2, yAxis2}) axis->setTicks(false), axis->setTickLabels(false);
    for (QCPAxis* axis : {xAxis, yAxis}) axis->grid()->setVisible(false), axis->setTicker(wholeNumbers());
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    AccessibleMap::install();
    showAll();
}

void MapChart::setMap(int columns, int rows, const QString& measure, const std::function<double(int, int)>& valueOf, const QString& quantity) {
    const bool resized = cellCount() != QSize(std::max(columns, 1), std::max(rows, 1));
    cells_->setCells(columns, rows);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    hasHatched_ = hasPlain_ = false;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const double value = valueOf(column, row);
            if (!std::isfinite(value)) {
                (cells_->isImpossible(column, row) ? hasPlain_ : hasHatched_) = true;
                continue;
            }
            cells_->data()->setCell(column, row, value);
            values.push_back(value);
        }
    if (resized) {
        mark({});
        showAll();
    }
    coloring_->setValues(measure, std::move(values), quantity);
}

void MapChart::setReference(const ReferenceRun& reference) {
    if (reference.run == reference_.run) return;
    reference_ = reference;
    setRun(run_);
    emit viewChanged();
}

QString MapChart::referenceName() const {
    const auto label = [](const Run& run, const QString& file) { return labelOf(run.model.folder.filename().string(), run.data, file); };
    if (!reference_.run) return {};
    return run_ ? tellApart({label(*reference_.run, reference_.file), label(*run_, {})}).constFirst() : label(*reference_.run, reference_.file).model;
}

QString MapChart::remark() const {
    if (isEmpty() || !showsDifference()) return {};
    const QString doubt = doubtOfDifference(), shown = tr("Shown is this run less %1; white is no difference.").arg(referenceName());
    return doubt.isEmpty() ? shown : shown + ' ' + doubt;
}

QString MapChart::whyNoDifference() const {
    if (!reference_.run || !run_) return {};
    if (!takesDifferences()) return tr("This chart shows no differences.");
    if (reference_.run->model.layers != run_->model.layers)
        return tr("%1 has %2 blocks and this model %3: there is no difference cell by cell.").arg(referenceName()).arg(reference_.run->model.layers).arg(run_->model.layers);
    return whyOtherCells(*reference_.run);
}

QString MapChart::doubtOfDifference() const {
    if (!showsDifference() || reference_.run->data.sha256 == run_->data.sha256) return {};
    QStringList texts;
    for (const std::string& file : reference_.run->data.files) texts << QString::fromStdString(std::filesystem::path(file).filename().string());
    return tr("%1 was measured on other tokens: %2 of %3.").arg(referenceName()).arg(reference_.run->data.tokens).arg(texts.join(", "));
}

void MapChart::setMapOf(int columns, int rows, const QString& measure, const ValueIn& valueIn, const QString& quantity) {
    valueIn_ = valueIn;
    const bool difference = showsDifference();
    const double high = ownColors_.highQuantile;
    coloring_->setOwn(difference ? MapColors{.diverging = true, .low = {}, .high = {}, .lowQuantile = 1 - high, .highQuantile = high, .centre = 0} : ownColors_);
    setMap(columns, rows, difference ? tr("%1, minus %2").arg(measure, referenceName()) : measure,
           [&](int column, int row) { return valueIn(*run_, column, row) - (difference ? valueIn(*reference_.run, column, row) : 0); }, difference ? tr("difference of %1").arg(measure) : quantity);
}

QString MapChart::readOutAt(const QPoint& cell) const {
    const QString text = readOutOf(cell);
    if (!showsDifference() || !std::isfinite(valueOf(cell))) return text;
    const auto number = [&](const Run& run) { return measureText(valueIn_(run, cell.x(), cell.y()), errorIn(run, cell)); };
    return tr("%1; it is the difference of %2 and %3's %4").arg(text, number(*run_), referenceName(), number(*reference_.run));
}

QString MapChart::absenceText() const {
    QStringList sentences;
    if (hasHatched_) sentences << tr("Hatched cells have no value.");
    if (hasPlain_) sentences << tr("Plain grey cells can have none.");
    return sentences.join(' ');
}

QString MapChart::valueText(const QPoint& cell) const { return measureText(valueOf(cell), showsDifference() ? notComputed : errorIn(*run_, cell)); }

QByteArray MapChart::differenceCsv(const char* cellNames, int firstRow) const {
    std::string csv = std::string(cellNames) + ",value,value_of_other,difference\n";
    for (int column = 0; column < cellCount().width(); ++column)
        for (int row = 0; row < cellCount().height(); ++row) {
            if (!std::isfinite(valueOf({column, row}))) continue;
            csv += std::to_string(column) + "," + std::to_string(row + firstRow);
            for (const double value : {valueIn_(*run_, column, row), valueIn_(*reference_.run, column, row), valueOf({column, row})}) csv += "," + csvNumber(value);
            csv += "\n";
        }
    return QByteArray::fromStdString(csv);
}

ChartView MapChart::view() const {
    const auto shown = [](const QCPAxis& axis, int count) -> std::optional<ChartView::Cells> {
        const QCPRange range = axis.range();
        return range.size() < count ? std::optional(ChartView::Cells{range.lower + 0.5, range.upper - 0.5}) : std::nullopt;
    };
    ChartView view = Chart::view();
    view.columns = shown(*xAxis, cellCount().width());
    view.rows = shown(*yAxis, cellCount().height());
    view.colors = coloring_->chosen();
    return view;
}

void MapChart::setView(const ChartView& view) {
    Chart::setView(view);
    coloring_->setChosen(view.colors);
    const auto show = [this](QCPAxis& axis, const std::optional<ChartView::Cells>& cells, int count) {
        if (cells) showRange(axis, cells->first - 0.5, cells->last - cells->first + 1, count);
        else showRange(axis, -0.5, count, count);
    };
    show(*xAxis, view.columns, cellCount().width());
    show(*yAxis, zoom_ == Zoom::both ? view.rows : std::nullopt, cellCount().height());
    replotSoon();
}

void MapChart::applyStyle(const FigureStyle& style) {
    styleColorScale(coloring_->bar());
    coloring_->restyle(style);
}

// Of `count` cells along an axis, as many as `width` from `lower` on.
void MapChart::showRange(QCPAxis& axis, double lower, double width, int count) {
    // Such fractions are exact, so that a range comes back from its text as the same one.
    const auto exact = [](double cells) { return std::round(cells * 1024) / 1024; };
    const double whole = count, shown = exact(std::clamp(width, std::min(fewestCells, whole), whole));
    const double left = std::clamp(exact(lower), -0.5, whole - 0.5 - shown);
    const QCPRange before = axis.range();
    axis.setRange(left, left + shown);
    if (axis.range() != before) emit viewChanged();
}

void MapChart::showColumns(double first, double last) {
    showRange(*xAxis, first - 0.5, last - first + 1, cellCount().width());
    replotSoon();
}

void MapChart::showAll() {
    showRange(*xAxis, -0.5, cellCount().width(), cellCount().width());
    showRange(*yAxis, -0.5, cellCount().height(), cellCount().height());
    replotSoon();
}

void MapChart::zoomBy(double factor) { zoom(axisRect()->center(), factor); }

QString MapChart::partText() const {
    const auto shown = [](const QCPAxis& axis) { return qRound(axis.range().size()); };
    if (xAxis->range().size() >= cellCount().width() && yAxis->range().size() >= cellCount().height()) return {};
    const QString part = zoom_ == Zoom::columns ? QString::number(shown(*xAxis)) : QString("%1 × %2").arg(shown(*xAxis)).arg(shown(*yAxis));
    return tr("%1 of %2").arg(part, wholeText());
}

QString MapChart::wholeText() const { return zoom_ == Zoom::columns ? QString::number(cellCount().width()) : QString("%1 × %2").arg(cellCount().width()).arg(cellCount().height()); }

void MapChart::zoom(const QPointF& pixel, double factor) {
    const auto zoomAxis = [&](QCPAxis& axis, double at, int count) {
        const double fixed = std::clamp(axis.pixelToCoord(at), axis.range().lower, axis.range().upper);
        showRange(axis, fixed - (fixed - axis.range().lower) * factor, axis.range().size() * factor, count);
    };
    zoomAxis(*xAxis, pixel.x(), cellCount().width());
    if (zoom_ == Zoom::both) zoomAxis(*yAxis, pixel.y(), cellCount().height());
    replotSoon();
}

void MapChart::mark(const std::optional<QPoint>& cell) {
    cell_ = cell;
    if (cell) bringIntoSight(*cell);
    redraw(markLayer);
}

// A neighbour of what is shown comes in at the edge, what is far off in the middle.
void MapChart::bringIntoSight(const QPoint& cell) {
    const auto bring = [&](QCPAxis& axis, int at, int count) {
        const QCPRange range = axis.range();
        if (range.contains(at)) return;
        if (at < range.lower - 2 || at > range.upper + 2) showRange(axis, at - range.size() / 2, range.size(), count);
        else if (at < range.lower) showRange(axis, at - 0.5, range.size(), count);
        else showRange(axis, at + 0.5 - range.size(), range.size(), count);
        replotSoon();
    };
    bring(*xAxis, cell.x(), cellCount().width());
    bring(*yAxis, cell.y(), cellCount().height());
}

void MapChart::moveTo(const QPoint& cell) {
    mark(cell);
    emit readOut(readOutAt(cell));
    emit selected(selectionOf(cell));
    AccessibleMap::tellCursor(*this);
}

// The cell that was walked to stays, if it stands for the same.
void MapChart::showSelection(const Selection& selection) {
    pinned_ = selection.pinned && !isEmpty() ? cellOf({.blocks = selection.pinned, .token = selection.pinnedToken}) : std::nullopt;
    const Selection own{.blocks = selection.blocks, .token = selection.token};
    if (cell_ && selectionOf(*cell_) == own) redraw(markLayer);
    else mark(isEmpty() ? std::nullopt : cellOf(selection));
}

QRectF MapChart::boxOf(const QPoint& cell) const {
    return QRectF(QPointF(xAxis->coordToPixel(cell.x() - 0.5), yAxis->coordToPixel(cell.y() - 0.5)), QPointF(xAxis->coordToPixel(cell.x() + 0.5), yAxis->coordToPixel(cell.y() + 0.5)))
        .normalized();
}

void MapChart::paintBox(QCPPainter& painter, const QPoint& cell, const QPen& pen) const {
    painter.setClipRect(axisRect()->rect());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawRect(boxOf(cell));
}

QStringList MapChart::alike(const std::function<QColor(const QColor&)>& seen) const {
    QList<QPoint> marked;
    const auto add = [&](const std::optional<QPoint>& cell) {
        if (cell && !marked.contains(*cell) && std::isfinite(valueOf(*cell))) marked << *cell;
    };
    if (isEmpty()) return {};
    add(cell_);
    add(pinned_);
    for (const Edit& edit : plan_.edits()) add(cellOf({.blocks = edit.span}));
    QStringList pairs;
    for (int i = 0; i < marked.size(); ++i)
        for (int j = i + 1; j < marked.size(); ++j) {
            const QColor one(cells_->colorOf(marked[i].x(), marked[i].y())), other(cells_->colorOf(marked[j].x(), marked[j].y()));
            if (colorDistance(one, other) >= alikeDistance && colorDistance(seen(one), seen(other)) < alikeDistance)
                pairs << tr("%1 and %2").arg(QString::number(valueOf(marked[i]), 'g', 4), QString::number(valueOf(marked[j]), 'g', 4));
        }
    return pairs;
}

// What is pinned is dashed; the cursor is light in dark, to be seen on every colour.
void MapChart::paintMarks(QCPPainter& painter) const {
    const double width = style().lineWidth;
    if (pinned_) paintBox(painter, *pinned_, QPen(style().cursor, 2 * width, Qt::DashLine));
    if (!cell_) return;
    paintBox(painter, *cell_, QPen(Qt::black, 3 * width));
    paintBox(painter, *cell_, QPen(Qt::white, width));
}

void MapChart::showPlan(const Plan& plan) {
    plan_ = plan;
    redraw(planLayer);
}

// A frame in the colour of its action around the cell of each span.
void MapChart::paintPlan(QCPPainter& painter) const {
    for (const Edit& edit : isEmpty() ? std::vector<Edit>() : plan_.edits()) {
        const auto cell = cellOf({.blocks = edit.span});
        if (cell && edit.part == BlockPart::whole) paintBox(painter, *cell, QPen(actionColor(edit.action, style()), 2 * style().lineWidth));
    }
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
        showRange(*xAxis, press_->columns.lower - way.x() * press_->columns.size() / axisRect()->width(), press_->columns.size(), cellCount().width());
        showRange(*yAxis, press_->rows.lower + way.y() * press_->rows.size() / axisRect()->height(), press_->rows.size(), cellCount().height());
        replotSoon();
        return;
    }
    const auto cell = cellUnder(event->pos());
    if (!cell) Chart::mouseMoveEvent(event);
    tellAt(event->globalPosition().toPoint(), cell ? readOutAt(*cell) : QString());
}

void MapChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!press_) return Chart::mouseReleaseEvent(event);
    const bool moved = std::exchange(press_, {})->moved;
    const auto cell = cellUnder(event->pos());
    if (moved || !cell) return;
    moveTo(*cell);
    if (const Selection selection = selectionOf(*cell); actsOnClick() && selection.blocks) emit clicked(*selection.blocks);
}

void MapChart::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!cellUnder(event->pos())) return;
    if (actsOnClick()) emit clickTakenBack();
    showAll();
}

// Around the cell under the mouse; sideways scrolling moves.
void MapChart::wheelEvent(QWheelEvent* event) {
    if (!cellUnder(event->position())) return Chart::wheelEvent(event);
    const QPoint turn = event->angleDelta();
    if (std::abs(turn.x()) > std::abs(turn.y())) {
        showRange(*xAxis, xAxis->range().lower - turn.x() / 120.0 * xAxis->range().size() * 0.1, xAxis->range().size(), cellCount().width());
        replotSoon();
    } else {
        zoom(event->position(), std::pow(zoomStep, turn.y() / 120.0));
    }
    event->accept();
}

void MapChart::keyPressEvent(QKeyEvent* event) {
    if (isEmpty() || isShortcut(*event)) return Chart::keyPressEvent(event);
    const int last = cellCount().width() - 1, top = cellCount().height() - 1, page = static_cast<int>(xAxis->range().size());
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
        case Qt::Key_Plus: return zoomBy(zoomStep);
        case Qt::Key_Minus: return zoomBy(1 / zoomStep);
        case Qt::Key_0: return showAll();
        case Qt::Key_Escape:
            mark({});
            emit selected({});
            return;
        default: event->ignore(); return;
    }
    moveTo({std::clamp(cell.x(), 0, last), std::clamp(cell.y(), 0, top)});
}

// What is selected is read on.
void MapChart::leaveEvent(QEvent* event) {
    Chart::leaveEvent(event);
    emit readOut(cell_ && !isEmpty() ? readOutAt(*cell_) : QString());
}

}  // namespace strato
