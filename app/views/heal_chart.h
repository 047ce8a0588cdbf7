// The course of a healing on texts it does not train on: the loss of the next token above, below it what training lowers. What is kept is
// the best point, which a line marks.
#pragma once

#include <vector>

#include "app/figures/chart.h"
#include "core/train/heal_settings.h"

namespace strato {

class HealChart : public Chart {
    Q_OBJECT

public:
    explicit HealChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override { run_ = std::move(run); }
    QString whyEmpty() const override;

    // As far as it goes, of a training of at most `steps`.
    void setCurve(std::vector<HealPoint> curve, int steps);
    const std::vector<HealPoint>& curve() const { return curve_; }

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QCPGraph* addCurve(QCPAxisRect& rect, const QString& name);
    void fitAxis(QCPAxisRect& rect, const QList<QCPGraph*>& graphs, bool fromZero);

    std::vector<HealPoint> curve_;
    int steps_ = 1;
    QCPLegend* legend_;
    QCPAxisRect *upper_, *lower_;
    QCPGraph *loss_, *start_, *mse_, *kl_, *keptUpper_, *keptLower_;
};

// "step 40: loss 5.1234 nats, error of the states 0.0123 of their variance, KL divergence 0.0456 nats".
QString healPointText(const HealPoint& point);

}  // namespace strato
