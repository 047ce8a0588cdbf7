// What every map of cells shares: its colour bar, zoom and pan, a cursor for mouse and keyboard, read-outs, and cells that stand for blocks
// and tokens. Only columns that can be thousands are worth zooming alone; square maps zoom both ways.
//
//     class PairChart : public MapChart { ... };
#pragma once

#include <functional>
#include <optional>

#include "app/figures/cell_map.h"
#include "app/views/map_coloring.h"
#include "app/views/reference_run.h"

namespace strato {

class MapChart : public Chart {
    Q_OBJECT

public:
    enum class Zoom { columns, both };

    // Columns first .. last fill the width; clamped to those there are.
    void showColumns(double first, double last);
    void showAll();
    // About the middle of what is shown; below 1 fewer cells fill it.
    void zoomBy(double factor);
    static constexpr double zoomStep = 0.8;
    // How many cells are shown of how many; empty if all are.
    QString partText() const;
    // How many there are.
    QString wholeText() const;
    // Where a cell stands in the widget, for tests and tool tips.
    QPointF pixelOf(int column, int row) const { return {xAxis->coordToPixel(column), yAxis->coordToPixel(row)}; }
    std::optional<QPoint> markedCell() const { return cell_; }
    QSize cellCount() const { return {cells_->data()->keySize(), cells_->data()->valueSize()}; }
    std::optional<QPoint> cellUnder(const QPointF& pixel) const;
    QRectF boxOf(const QPoint& cell) const;
    // What is told of a cell, in one line.
    QString readOutAt(const QPoint& cell) const;

    // What cells without a value look like, in a sentence or two; empty where all have one.
    QString absenceText() const;

    MapColoring& coloring() { return *coloring_; }
    // Marked cells (selected, pinned, of the plan) whose colours differ, but not for who sees them like this; in words, a pair each.
    QStringList alike(const std::function<QColor(const QColor&)>& seen) const;
    ChartView view() const override;
    void setView(const ChartView& view) override;

    // Shows the difference to another run, if its cells are the same; for charts that take differences.
    void setReference(const ReferenceRun& reference);
    const ReferenceRun& reference() const { return reference_; }
    // Told apart from the run that is shown.
    QString referenceName() const;
    QString remark() const override;
    virtual bool takesDifferences() const { return false; }
    // Why there is no difference to the reference, in one line; empty if there is one, or no reference.
    QString whyNoDifference() const;
    // What is to be minded of a difference that is shown, in one line; empty: nothing.
    QString doubtOfDifference() const;
    bool showsDifference() const { return reference_.run && run_ && whyNoDifference().isEmpty(); }

    // What a cell stands for.
    virtual Selection selectionOf(const QPoint& cell) const = 0;
    // True where a click on a cell is the action in hand on its blocks; else it only selects them.
    virtual bool actsOnClick() const { return false; }

    void showPlan(const Plan& plan) override;
    void showSelection(const Selection& selection) override;

    // A cell was walked to or clicked.
    Q_SIGNAL void selected(const strato::Selection& selection);
    Q_SIGNAL void clicked(const strato::BlockSpan& span);
    // The click was the first half of a double click, which shows all.
    Q_SIGNAL void clickTakenBack();
    Q_SIGNAL void menuAsked(const QPoint& globalPosition);

protected:
    MapChart(Zoom zoom, const MapColors& ownColors, QWidget* parent);

    // Fills the map from `valueOf`, [columns, rows]; NaN where there is nothing. Keeps the part that is shown if the size stays. The quantity is
    // as MapColoring has it.
    void setMap(int columns, int rows, const QString& measure, const std::function<double(int column, int row)>& valueOf, const QString& quantity = {});
    // The same for charts that take differences: `valueIn` is of whichever run.
    using ValueIn = std::function<double(const Run& run, int column, int row)>;
    void setMapOf(int columns, int rows, const QString& measure, const ValueIn& valueIn, const QString& quantity = {});
    // The standard error of a cell's value; NaN where none is known.
    virtual double errorIn(const Run&, const QPoint&) const { return notComputed; }
    // A cell's value with its error. That of a difference isn't known: both runs are of the same tokens.
    QString valueText(const QPoint& cell) const;
    // Why `other` has not the same cells as the run that is shown; empty if it has.
    virtual QString whyOtherCells(const Run&) const { return {}; }
    // A row a cell that has a value: in both runs, and the difference. `cellNames`: what columns and rows are called.
    QByteArray differenceCsv(const char* cellNames, int firstRow = 0) const;
    double valueOf(const QPoint& cell) const { return cells_->data()->cell(cell.x(), cell.y()); }
    CellMap& cells() { return *cells_; }
    void bringIntoSight(const QPoint& cell);
    virtual QString readOutOf(const QPoint& cell) const = 0;
    // The cell that shows a selection; nothing if none does.
    virtual std::optional<QPoint> cellOf(const Selection& selection) const = 0;

    void applyStyle(const FigureStyle& style) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void showRange(QCPAxis& axis, double lower, double width, int count);
    void zoom(const QPointF& pixel, double factor);
    void moveTo(const QPoint& cell);
    void mark(const std::optional<QPoint>& cell);
    void paintBox(QCPPainter& painter, const QPoint& cell, const QPen& pen) const;
    void paintMarks(QCPPainter& painter) const;
    void paintPlan(QCPPainter& painter) const;

    Zoom zoom_;
    MapColors ownColors_;
    ReferenceRun reference_;
    ValueIn valueIn_;
    CellMap* cells_;
    MapColoring* coloring_;
    bool hasHatched_ = false, hasPlain_ = false;
    Plan plan_;
    std::optional<QPoint> cell_, pinned_;
    struct Press {
        QPoint pixel;
        QCPRange columns, rows;
        bool moved = false;
    };
    std::optional<Press> press_;
};

}  // namespace strato
