#include "app/figures/cell_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace strato {

CellMap::CellMap(QCPAxis* columns, QCPAxis* rows) : QCPColorMap(columns, rows) {
    setInterpolate(false);
    setAntialiased(false);
    setCells(1, 1);
}

void CellMap::setCells(int columns, int rows) {
    data()->setSize(std::max(columns, 1), std::max(rows, 1));
    // Of one column or row QCustomPlot can't tell the width from its centre alone; draw() and cellAt() don't ask it to.
    data()->setRange({0, std::max(columns, 2) - 1.0}, {0, std::max(rows, 2) - 1.0});
    data()->fill(std::numeric_limits<double>::quiet_NaN());
    mMapImageInvalidated = true;
}

std::optional<QPoint> CellMap::cellAt(const QPointF& pixel) const {
    if (!keyAxis()->axisRect()->rect().contains(pixel.toPoint())) return {};
    const auto cell = [&](const QCPAxis* axis) {
        return static_cast<int>(std::floor(axis->pixelToCoord(axis->orientation() == Qt::Horizontal ? pixel.x() : pixel.y()) + 0.5));
    };
    const QPoint at(cell(keyAxis()), cell(valueAxis()));
    const bool inside = at.x() >= 0 && at.y() >= 0 && at.x() < mMapData->keySize() && at.y() < mMapData->valueSize();
    return inside ? std::optional(at) : std::nullopt;
}

void CellMap::draw(QCPPainter* painter) {
    const QRect cells = visibleCells();
    if (cells.isEmpty()) return;
    if (mMapImageInvalidated) updateMapImage();
    constexpr int mostRectangles = 100 * 100;
    const bool vector = painter->modes().testFlag(QCPPainter::pmVectorized);
    if (vector && cells.width() * cells.height() <= mostRectangles) drawRectangles(painter, cells);
    else drawImage(painter, cells);
    if (hasAbsent_) drawHatching(painter, cells);
    if (textOf_) drawTexts(painter, cells);
}

void CellMap::setImpossible(std::function<bool(int, int)> isImpossible) { isImpossible_ = std::move(isImpossible); }

void CellMap::setTexts(std::function<QString(int, int)> textOf, const QFont& font) {
    textOf_ = std::move(textOf);
    font_ = font;
}

void CellMap::drawTexts(QCPPainter* painter, const QRect& cells) {
    const QFontMetrics metrics(font_);
    const QRectF one = pixelsOf(cells.center().x(), cells.center().y(), cells.center().x(), cells.center().y());
    constexpr int fewestCharacters = 3, margin = 2;
    if (one.width() < fewestCharacters * metrics.averageCharWidth() + 2 * margin || one.height() < metrics.height()) return;
    painter->setFont(font_);
    for (int row = cells.top(); row <= cells.bottom(); ++row)
        for (int column = cells.left(); column <= cells.right(); ++column) {
            const QRectF box = pixelsOf(column, row, column, row).adjusted(margin, 0, -margin, 0);
            const QString text = metrics.elidedText(textOf_(column, row), Qt::ElideRight, static_cast<int>(box.width()));
            painter->setPen(qGray(colorOf(column, row)) < 140 ? Qt::white : Qt::black);
            if (box.height() >= metrics.height()) painter->drawText(box, Qt::AlignCenter, text);
        }
}

QRect CellMap::visibleCells() const {
    const auto span = [](const QCPRange& range, int size) {
        return std::pair(std::max(0, static_cast<int>(std::floor(range.lower + 0.5))),
                         std::min(size - 1, static_cast<int>(std::ceil(range.upper - 0.5))));
    };
    const auto [left, right] = span(keyAxis()->range(), mMapData->keySize());
    const auto [bottom, top] = span(valueAxis()->range(), mMapData->valueSize());
    return {QPoint(left, bottom), QPoint(right, top)};
}

// Cut at the axis rectangle here, because Qt 6.4 ignores clipping in SVG.
QRectF CellMap::pixelsOf(int firstColumn, int firstRow, int lastColumn, int lastRow) const {
    const QRectF whole(QPointF(keyAxis()->coordToPixel(firstColumn - 0.5), valueAxis()->coordToPixel(firstRow - 0.5)),
                       QPointF(keyAxis()->coordToPixel(lastColumn + 0.5), valueAxis()->coordToPixel(lastRow + 0.5)));
    const QRectF shown(QPointF(keyAxis()->coordToPixel(keyAxis()->range().lower), valueAxis()->coordToPixel(valueAxis()->range().lower)),
                       QPointF(keyAxis()->coordToPixel(keyAxis()->range().upper), valueAxis()->coordToPixel(valueAxis()->range().upper)));
    return whole.normalized() & shown.normalized();
}

QRgb CellMap::colorOf(int column, int row) {
    const double value = mMapData->cell(column, row);
    if (!std::isfinite(value)) return mGradient.nanColor().rgb();
    return mGradient.color(value, mDataRange, mDataScaleType == QCPAxis::stLogarithmic);
}

void CellMap::updateMapImage() {
    const int columns = mMapData->keySize(), rows = mMapData->valueSize();
    if (mMapImage.size() != QSize(columns, rows)) mMapImage = QImage(columns, rows, QImage::Format_RGB32);
    std::vector<double> row(static_cast<std::size_t>(columns));
    hasAbsent_ = false;
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            const double value = mMapData->cell(c, r);
            hasAbsent_ = hasAbsent_ || !std::isfinite(value);
            row[static_cast<std::size_t>(c)] = std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
        }
        mGradient.colorize(row.data(), mDataRange, reinterpret_cast<QRgb*>(mMapImage.scanLine(r)), columns, 1, mDataScaleType == QCPAxis::stLogarithmic);
    }
    mMapImageInvalidated = false;
}

void CellMap::drawRectangles(QCPPainter* painter, const QRect& cells) {
    constexpr double overlap = 0.3;
    painter->save();
    painter->setPen(Qt::NoPen);
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (int row = cells.top(); row <= cells.bottom(); ++row)
        for (int column = cells.left(), next = column; column <= cells.right(); column = next) {
            const QRgb color = colorOf(column, row);
            while (next <= cells.right() && colorOf(next, row) == color) ++next;
            painter->setBrush(QColor(color));
            // A little of the next cells is covered and drawn over, or viewers show hairlines between neighbours.
            QRectF box = pixelsOf(column, row, next - 1, row);
            if (next <= cells.right()) box.setRight(box.right() + overlap);
            if (row < cells.bottom()) valueAxis()->rangeReversed() ? box.setBottom(box.bottom() + overlap) : box.setTop(box.top() - overlap);
            painter->drawRect(box);
        }
    painter->restore();
}

// Lines of one grid over the whole map, cut at the cells: pattern brushes would not reach SVG.
void CellMap::drawHatching(QCPPainter* painter, const QRect& cells) {
    constexpr double distance = 6;
    const QColor background(mGradient.nanColor());
    QList<QLineF> lines;
    const auto absent = [&](int column, int row) { return !std::isfinite(mMapData->cell(column, row)) && !isImpossible(column, row); };
    for (int row = cells.top(); row <= cells.bottom(); ++row)
        for (int column = cells.left(), next = column; column <= cells.right(); column = next) {
            for (next = column + 1; next <= cells.right() && absent(next, row) == absent(column, row);) ++next;
            if (!absent(column, row)) continue;
            const QRectF box = pixelsOf(column, row, next - 1, row);
            for (double sum = std::ceil((box.left() + box.top()) / distance) * distance; sum < box.right() + box.bottom(); sum += distance) {
                const double from = std::max(box.left(), sum - box.bottom()), to = std::min(box.right(), sum - box.top());
                if (from < to) lines << QLineF(from, sum - from, to, sum - to);
            }
        }
    if (lines.isEmpty()) return;
    painter->save();
    painter->setPen(QPen(background.lightnessF() > 0.5 ? background.darker(118) : background.lighter(160), 0.8));
    painter->drawLines(lines);
    painter->restore();
}

void CellMap::drawImage(QCPPainter* painter, const QRect& cells) {
    QImage image = mMapImage.copy(cells).mirrored(false, !valueAxis()->rangeReversed());
    // The part of the outer cells that lies outside the axis is cut from the picture, not from the painter.
    const QRectF whole = QRectF(QPointF(keyAxis()->coordToPixel(cells.left() - 0.5), valueAxis()->coordToPixel(cells.bottom() + 0.5)),
                                QPointF(keyAxis()->coordToPixel(cells.right() + 0.5), valueAxis()->coordToPixel(cells.top() - 0.5))).normalized();
    const QRectF shown = pixelsOf(cells.left(), cells.top(), cells.right(), cells.bottom());
    // Where several columns share a pixel of the screen their colours are mixed, so that none of them is lost.
    const int pixels = static_cast<int>(std::ceil(whole.width() * painter->deviceTransform().m11()));
    if (!painter->modes().testFlag(QCPPainter::pmVectorized) && pixels > 0 && pixels < image.width())
        image = image.scaled(pixels, image.height(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const double perColumn = whole.width() / image.width(), perRow = whole.height() / cells.height();
    const QRectF source((shown.left() - whole.left()) / perColumn, (shown.top() - whole.top()) / perRow, shown.width() / perColumn, shown.height() / perRow);
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->drawImage(shown, image, source);
    painter->restore();
}

}  // namespace strato
