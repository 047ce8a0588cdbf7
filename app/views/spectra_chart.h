// The spectrum of every state, and how many dimensions it fills over depth. States stand between the blocks' columns.
#pragma once

#include "app/views/block_chart.h"

namespace strato {

class SpectraChart : public BlockChart {
    Q_OBJECT

public:
    explicit SpectraChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    QList<QCPAxisRect*> blockParts() const override { return {dimensions_}; }
    QCPAxisRect* spectrumPart() const { return spectra_; }
    QString readOutOf(const BlockScores& block) const override;
    // Also raises the spectrum of what the last selected block returns.
    void showSelection(const Selection& selection) override;

    // Two parts, one above the other.
    double figureShape() const override { return 0.85; }

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void showSpectra();
    void showDimensions();
    void colorSpectra();
    const StateScores* nearestState(const QPoint& pixel, int direction) const;

    QCPAxisRect *spectra_, *dimensions_;
    QCPColorScale* scale_;
    QCPLegend* legend_;
    QList<QCPGraph*> spectrumCurves_, dimensionCurves_;
    QCPGraph* raised_;
};

}  // namespace strato
