// The profile: how linear every block is with and without the residual stream, and how much it changes the stream, over depth.
#pragma once

#include "app/views/block_chart.h"

namespace strato {

class ProfileChart : public BlockChart {
    Q_OBJECT

public:
    explicit ProfileChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;

    // The upper part (linearity) and the lower one (influence and contribution).
    QList<QCPAxisRect*> blockParts() const override { return {linearity_, influence_}; }

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;

private:
    void addCurves();
    void addHeldOut(QCPGraph*& points, QCPErrorBars*& bars);

    QCPAxisRect *linearity_, *influence_;
    QCPLegend* legend_;
    QList<QCPGraph*> curves_;                        // one a block measure
    QCPGraph *heldOut_ = nullptr, *heldOutNoResidual_ = nullptr;
    QCPErrorBars *heldOutBars_ = nullptr, *heldOutNoResidualBars_ = nullptr;
};

}  // namespace strato
