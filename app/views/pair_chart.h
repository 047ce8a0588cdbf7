// State x state: how every later state relates to every earlier one. A cell stands for the blocks between its two states.
#pragma once

#include "app/views/map_chart.h"

namespace strato {

class PairChart : public MapChart {
    Q_OBJECT

public:
    enum Relation { linearity, cka, angularDistance };

    explicit PairChart(QWidget* parent = nullptr);

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
    QString whyOtherCells(const Run& other) const override;
    double errorIn(const Run& run, const QPoint& cell) const override { return matrixOf(run).errorAt(cell.x(), cell.y()); }

private:
    const PairMatrix& matrix() const { return matrixOf(*run_); }
    const PairMatrix& matrixOf(const Run& run) const;
};

// Why there is no difference of two runs' relations; empty if there is one.
QString whyOtherPairs(const PairMatrix& matrix, const PairMatrix& other);

// Why a run says nothing of pairs of states, and how to get them; `matrix` is the one that is wanted.
QString whyNoPairs(const Run& run, const PairMatrix& matrix);

}  // namespace strato
