// Attention and MLP beside the block: how linear each half is, with and without the residual stream.
#pragma once

#include "app/views/block_chart.h"

namespace strato {

class HalvesChart : public BlockChart {
    Q_OBJECT

public:
    explicit HalvesChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    QList<QCPAxisRect*> blockParts() const override { return {with_, without_}; }
    QString readOutOf(const BlockScores& block) const override;

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;

private:
    QCPAxisRect *with_, *without_;
    QCPLegend* legend_;
    QList<QCPGraph*> curves_;            // block, attention, MLP; of the upper part, then of the lower one
};

}  // namespace strato
