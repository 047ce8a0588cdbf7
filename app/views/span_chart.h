// Start x length: what cutting a span of blocks would cost, as far as the states on its two sides say. The cheapest span of each length has a dot.
#pragma once

#include "app/views/map_chart.h"

namespace strato {

class SpanChart : public MapChart {
    Q_OBJECT

public:
    enum Cost { dropped, mapped };

    explicit SpanChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    QList<Choice> choices() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    Selection selectionOf(const QPoint& cell) const override;
    bool actsOnClick() const override { return true; }
    bool takesDifferences() const override { return true; }
    // Cells are about square beside the colour bar.
    double figureShape() const override { return 0.82; }

protected:
    QString readOutOf(const QPoint& cell) const override;
    std::optional<QPoint> cellOf(const Selection& selection) const override;
    void applyStyle(const FigureStyle& style) override;
    QString whyOtherCells(const Run& other) const override;
    double errorIn(const Run& run, const QPoint& cell) const override { return matrixOf(run).errorAt(cell.x(), cell.x() + cell.y() + 1); }

private:
    const PairMatrix& matrix() const { return matrixOf(*run_); }
    const PairMatrix& matrixOf(const Run& run) const;
    QString measureName() const;
    double costIn(const Run& run, int start, int length) const;
    double cost(int start, int length) const { return costIn(*run_, start, length); }
    double error(int start, int length) const { return matrix().errorAt(start, start + length); }
    // -1 where no span of that length has a cost.
    int cheapestStart(int length) const;
    // The difference to the cheapest of its length is within the error of it (95 %), as if the two errors were independent.
    bool isAsCheap(int start, int length) const;

    QCPGraph *cheapest_, *asCheap_;
};

}  // namespace strato
