// What every chart is: a picture of one run snapshot in one style, which can be drawn again on paper and written as numbers. The
// picture, the read-out and the files come from the same snapshot.
//
//     class StripChart : public Chart { ... };
//     std::unique_ptr<Chart> paper = chart->copy();
//     paper->setStyle(FigureStyle::paper(8));
#pragma once

#include <memory>

#include <qcustomplot.h>

#include "app/figures/figure_style.h"
#include "core/runs/run.h"

namespace strato {

class Chart : public QCustomPlot {
    Q_OBJECT

public:
    explicit Chart(QWidget* parent = nullptr);

    virtual QString title() const = 0;
    // What the chart shows, as CSV in the C locale.
    virtual QByteArray csv() const = 0;
    // The same snapshot, ranges and choices, without marks of selection or plan.
    virtual std::unique_ptr<Chart> copy() const = 0;
    // Draws this snapshot; null: nothing yet.
    virtual void setRun(std::shared_ptr<const Run> run) = 0;

    void setStyle(const FigureStyle& style);
    const FigureStyle& style() const { return style_; }
    virtual bool isEmpty() const;
    QSize minimumSizeHint() const override { return {160, 60}; }

    // What stands under the mouse or the cursor, in one line.
    Q_SIGNAL void readOut(const QString& text);

    // Where the overlay of plan and selection is drawn: a buffered layer each, so that moving a mark redraws nothing else.
    static constexpr const char* planLayer = "plan";
    static constexpr const char* cursorLayer = "cursor";
    // Of colour bars.
    static constexpr int barWidth = 10;

protected:
    // Colours everything that is the chart's own; axes and legends are done.
    virtual void applyStyle(const FigureStyle& style) = 0;
    // Thins tick labels and wraps legends for the sizes that the layout gave; true if anything changed, and then the chart is laid out
    // again. Must come to rest.
    virtual bool arrange();

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void styleColorScale(QCPColorScale& scale) const;
    // A legend without a frame, entries side by side; wrapLegend() puts as many in a row as the width holds, so that none is cut, and says whether that changed.
    static QCPLegend* flatLegend();
    bool wrapLegend(QCPLegend& legend);
    // Numbers of blocks or tokens as ticks: whole ones, as many as arrange() finds room for.
    static QSharedPointer<QCPAxisTicker> wholeNumbers();

    std::shared_ptr<const Run> run_;

private:
    void styleAxis(QCPAxis& axis) const;
    bool thinTicks(QCPAxis& axis) const;

    FigureStyle style_;
    QMetaObject::Connection screenChanged_;
};

}  // namespace strato
