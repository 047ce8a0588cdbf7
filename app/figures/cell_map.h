// A map of cells, the only one that draws heatmaps: one flat colour a cell, exactly where picking expects it, on screen and in files. Cells
// without a value are hatched, which no colour is.
//
//     auto* map = new CellMap(chart->xAxis, chart->yAxis);
//     map->setCells(columns, rows);
//     map->data()->setCell(column, row, value);
#pragma once

#include <functional>
#include <optional>

#include <QPoint>

#include <qcustomplot.h>

namespace strato {

class CellMap : public QCPColorMap {
public:
    CellMap(QCPAxis* columns, QCPAxis* rows);

    // `columns` x `rows` cells without a value, to be filled before the next replot; cell i covers i - 0.5 .. i + 0.5 of its axis, so that
    // the outermost are whole.
    void setCells(int columns, int rows);

    // Cells that can have no value, whatever is measured, are left plain; the others that have none are hatched.
    void setImpossible(std::function<bool(int column, int row)> isImpossible);
    bool isImpossible(int column, int row) const { return isImpossible_ && isImpossible_(column, row); }

    // Written into cells that are large enough, in ink that can be read on their colours.
    void setTexts(std::function<QString(int column, int row)> textOf, const QFont& font);

    QRgb colorOf(int column, int row);

    // The cell (column, row) under a point of the widget; nothing outside the map.
    std::optional<QPoint> cellAt(const QPointF& pixel) const;

protected:
    // In vector files up to 100 x 100 visible cells are true rectangles; more, and the screen, are an image of whole cells.
    void draw(QCPPainter* painter) override;
    // One pixel a cell, kept until values or colours change.
    void updateMapImage() override;

private:
    QRect visibleCells() const;
    QRectF pixelsOf(int firstColumn, int firstRow, int lastColumn, int lastRow) const;
    void drawRectangles(QCPPainter* painter, const QRect& cells);
    void drawImage(QCPPainter* painter, const QRect& cells);
    void drawTexts(QCPPainter* painter, const QRect& cells);
    void drawHatching(QCPPainter* painter, const QRect& cells);

    std::function<bool(int column, int row)> isImpossible_;
    std::function<QString(int column, int row)> textOf_;
    QFont font_;
    bool hasAbsent_ = false;
};

}  // namespace strato
