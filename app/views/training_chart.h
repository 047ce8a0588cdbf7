// Small models as they are trained, beside each other: the losses over the steps, and below how linear their blocks are; at the step under the
// mouse, else at the last one.
#pragma once

#include <optional>
#include <vector>

#include "app/figures/chart.h"
#include "core/train/training_curve.h"

namespace strato {

struct TrainingCurve {
    QString name;                    // "cosine-0.5"
    QString folder;                  // that it was trained into
    std::vector<TrainPoint> points;
};

class TrainingChart : public Chart {
    Q_OBJECT

public:
    explicit TrainingChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    // With or without the residual stream; of every block, or the mean over them as it goes on.
    QList<Choice> choices() const override;
    void setRun(std::shared_ptr<const Run>) override {}

    // As far as they go, of at most `steps`.
    void setCurves(std::vector<TrainingCurve> curves, int steps);
    const std::vector<TrainingCurve>& curves() const { return curves_; }
    // Whose linearity is shown; none: the last that each curve has.
    void showStep(std::optional<int> step);

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Graphs {
        QCPGraph *training, *validation, *linearity;
    };
    bool overSteps() const { return choice_ >= 2; }
    bool hasResidual() const { return choice_ % 2 == 1; }
    const std::vector<double>& linearityOf(const TrainPoint& point) const { return hasResidual() ? point.linearity : point.linearityNoResidual; }
    // The last one at which linearity was measured, up to the shown step; none: there is none yet.
    const TrainPoint* measuredPoint(const TrainingCurve& curve) const;
    QString textOf(const TrainingCurve& curve) const;
    void showLosses();
    void showLinearity();

    std::vector<TrainingCurve> curves_;
    int steps_ = 1;
    std::optional<int> step_;
    QCPLegend* legend_;
    QCPAxisRect *upper_, *lower_;
    std::vector<Graphs> graphs_;
    QCPGraph* mark_;                 // of the shown step
};

}  // namespace strato
