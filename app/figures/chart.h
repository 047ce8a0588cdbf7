// What every chart is: a picture of one run snapshot in one style, which can be drawn again on paper and written as numbers. The
// picture, the read-out and the files come from the same snapshot.
//
//     class StripChart : public Chart { ... };
//     std::unique_ptr<Chart> paper = chart->copy();
//     paper->setStyle(FigureStyle::paper(8));
#pragma once

#include <array>
#include <memory>

#include <qcustomplot.h>

#include "app/figures/chart_view.h"
#include "app/figures/figure_style.h"
#include "app/figures/selection.h"
#include "core/edit/plan.h"
#include "core/runs/run.h"

class QLabel;

namespace strato {

// Of the curves in the order of FigureStyle::series, so that they are told apart without colours too.
inline constexpr std::array<QCPScatterStyle::ScatterShape, 4> seriesShapes{QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare, QCPScatterStyle::ssDiamond,
                                                                           QCPScatterStyle::ssTriangle};

class Chart : public QCustomPlot {
    Q_OBJECT

public:
    struct Choice {
        QString name, explanation;
    };

    explicit Chart(QWidget* parent = nullptr);

    virtual QString title() const = 0;
    // One sentence: what it shows and what it doesn't.
    virtual QString explanation() const { return {}; }
    // What the chart shows, as CSV in the C locale.
    virtual QByteArray csv() const = 0;
    // The same snapshot, ranges and choices, without marks of selection or plan.
    virtual std::unique_ptr<Chart> copy() const = 0;
    const std::shared_ptr<const Run>& run() const { return run_; }
    // Draws this snapshot; null: nothing yet.
    virtual void setRun(std::shared_ptr<const Run> run) = 0;
    // What a chart can draw of a run, one at a time; empty for those that draw one thing.
    virtual QList<Choice> choices() const { return {}; }
    int choice() const { return choice_; }
    void setChoice(int choice);
    // What is shown and how. Taken as far as there is something to show it on: a measure that there isn't leaves the present one, cells that there
    // aren't leave those at the edge.
    virtual ChartView view() const { return {.choice = choice_}; }
    virtual void setView(const ChartView& view);
    // What else is to be known of what is shown, in a sentence or two: runs, differences, parts; empty: nothing.
    virtual QString remark() const { return {}; }
    // Height over width of a figure that suits it.
    virtual double figureShape() const { return 0.6; }
    // Marks on charts where blocks or tokens can be seen.
    virtual void showPlan(const Plan&) {}
    virtual void showSelection(const Selection&) {}

    // For a paper of this size, in units of a point, and onto it.
    virtual void layOut(const QSize& size);
    virtual void paintOn(QCPPainter& painter, const QSize& size) { toPainter(&painter, size.width(), size.height()); }

    void setStyle(const FigureStyle& style);
    const FigureStyle& style() const { return style_; }
    // Why there is nothing to see, and how to get it, in one line; empty if there is something. Stands in place of the picture.
    virtual QString whyEmpty() const;
    bool isEmpty() const { return !whyEmpty().isEmpty(); }
    QSize minimumSizeHint() const override { return {160, 60}; }
    // Draws all of the chart as soon as the event loop has a turn for it; or one of its buffered layers, at once. What nobody sees is drawn once
    // it is shown.
    void replotSoon();
    void redraw(const char* layer);

    // view() is another one, by whomever.
    Q_SIGNAL void viewChanged();
    // What stands under the mouse or the cursor, in one line.
    Q_SIGNAL void readOut(const QString& text);

    // Where the overlay of plan and selection is drawn: a buffered layer each, so that moving a mark redraws nothing else.
    static constexpr const char* planLayer = "plan";
    static constexpr const char* cursorLayer = "cursor";
    // Of colour bars.
    static constexpr int barWidth = 10;

protected:
    // What stands under the mouse, as a read-out and beside the mouse, where it may take several lines; nothing, if it is empty.
    void tellAt(const QPoint& globalPosition, const QString& text);
    // Colours everything that is the chart's own; axes and legends are done.
    virtual void applyStyle(const FigureStyle& style) = 0;
    // Thins tick labels and wraps legends for the sizes that the layout gave; true if anything changed, and then the chart is laid out
    // again. Must come to rest.
    virtual bool arrange();

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void styleColorScale(QCPColorScale& scale) const;
    // A legend without a frame, entries side by side; wrapLegend() puts as many in a row as the width holds, so that none is cut, and says whether that changed.
    static QCPLegend* flatLegend();
    bool wrapLegend(QCPLegend& legend);
    // Of axes in a stack, so that small figures have room for what stands around them.
    static constexpr QSize smallestPart{40, 28};
    // Axes above each other with common margins, in the place of the chart's own, and over them the legend that it returns.
    QCPLegend* stack(const QList<QCPAxisRect*>& parts);
    // Of axes that were made after the chart's own.
    static void putOnLayers(QCPAxisRect& part);
    // Numbers of blocks or tokens as ticks: whole ones, as many as arrange() finds room for.
    static QSharedPointer<QCPAxisTicker> wholeNumbers();

    std::shared_ptr<const Run> run_;
    int choice_ = 0;

private:
    void styleAxis(QCPAxis& axis) const;
    bool thinTicks(QCPAxis& axis) const;
    bool fitLabel(QCPAxis& axis);

    void showEmptiness();

    FigureStyle style_;
    QLabel* emptiness_;
    struct AxisLabel {
        QString whole, shown;
    };
    QHash<QCPAxis*, AxisLabel> labels_;    // where the whole was too long for its axis
    QMetaObject::Connection screenChanged_;
};

}  // namespace strato
