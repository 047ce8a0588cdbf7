// What scores predicted for plans against what was measured of them: a point a plan, on the diagonal where the prediction was right.
#pragma once

#include "app/views/plan_points.h"
#include "core/evaluate/quality.h"

namespace strato {

class PredictionChart : public Chart {
    Q_OBJECT

public:
    explicit PredictionChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    QString whyEmpty() const override;

    // Plans that can't be predicted are left out.
    void setOutcomes(std::vector<Outcome> outcomes);
    // Its point is ringed.
    void setCurrent(const Plan& plan);
    PlanPoints& points() { return *points_; }

protected:
    void applyStyle(const FigureStyle& style) override;

private:
    struct Shown {
        std::string plan;
        double predicted = 0, measured = 0, loss = 0;
    };
    void showPlans();
    void showCurrent();

    std::vector<Outcome> outcomes_;
    std::vector<Shown> shown_;
    Plan current_;
    QCPGraph *diagonal_, *dots_, *ring_;
    PlanPoints* points_;
};

}  // namespace strato
