#include "app/views/prediction_chart.h"

#include <algorithm>
#include <cmath>

#include "core/runs/cells.h"
#include "core/runs/prediction.h"

namespace strato {

PredictionChart::PredictionChart(QWidget* parent)
    : Chart(parent), diagonal_(addGraph()), dots_(addGraph()), ring_(addGraph()), points_(new PlanPoints(*this, axisRect())) {
    xAxis->setLabel(tr("predicted error of the last state"));
    yAxis->setLabel(tr("measured"));
    for (QCPGraph* graph : {dots_, ring_}) graph->setLineStyle(QCPGraph::lsNone);
    ring_->setLayer(planLayer);
    axisRect()->setMinimumMargins(QMargins(2, 8, 10, 2));
    setAccessibleName(title());
    connect(points_, &PlanPoints::hovered, this, &Chart::readOut);
    setStyle(style());
    showPlans();
}

QString PredictionChart::title() const { return tr("Predicted against measured"); }

QString PredictionChart::explanation() const {
    return tr("The error of the last state that scores foretell of each plan, against the one that was measured: how far scores can be trusted here, not what the loss does.");
}

QString PredictionChart::whyEmpty() const { return shown_.empty() ? tr("Every plan that is measured becomes a point here.") : QString(); }

QByteArray PredictionChart::csv() const {
    std::string csv = "plan,predicted_state_error,measured_state_error,loss_difference\n";
    for (const Shown& plan : shown_) csv += csvText(plan.plan) + "," + csvNumber(plan.predicted) + "," + csvNumber(plan.measured) + "," + csvNumber(plan.loss) + "\n";
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> PredictionChart::copy() const {
    auto chart = std::make_unique<PredictionChart>();
    chart->setRun(run_);
    chart->setOutcomes(outcomes_);
    return chart;
}

void PredictionChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    showPlans();
}

void PredictionChart::setOutcomes(std::vector<Outcome> outcomes) {
    outcomes_ = std::move(outcomes);
    showPlans();
}

void PredictionChart::setCurrent(const Plan& plan) {
    current_ = plan;
    showCurrent();
}

void PredictionChart::showPlans() {
    shown_.clear();
    dots_->data()->clear();
    std::vector<PlanPoint> points;
    double most = 0;
    for (const Outcome& outcome : run_ ? outcomes_ : std::vector<Outcome>()) {
        const Plan plan = Plan::parse(outcome.plan);
        const double predicted = predictPlan(*run_, plan).stateError;
        if (!std::isfinite(predicted) || !std::isfinite(outcome.stateError)) continue;
        shown_.push_back({outcome.plan, predicted, outcome.stateError, outcome.loss.mean});
        dots_->addData(predicted, outcome.stateError);
        points.push_back({predicted, outcome.stateError, plan,
                          tr("%1: predicted %2, measured %3, loss %4").arg(QString::fromStdString(outcome.plan)).arg(predicted, 0, 'f', 3).arg(outcome.stateError, 0, 'f', 3)
                              .arg(QString::asprintf("%+.4f", outcome.loss.mean))});
        most = std::max({most, predicted, outcome.stateError});
    }
    points_->setPoints(std::move(points));
    const double upper = most > 0 ? most * 1.12 : 1;
    for (QCPAxis* axis : {xAxis, yAxis}) axis->setRange(0, upper);
    diagonal_->setData({0, upper}, {0, upper});
    showCurrent();
    replotSoon();
}

void PredictionChart::showCurrent() {
    ring_->data()->clear();
    for (const Shown& plan : shown_)
        if (plan.plan == current_.text()) ring_->addData(plan.predicted, plan.measured);
    redraw(planLayer);
}

void PredictionChart::applyStyle(const FigureStyle& style) {
    diagonal_->setPen(QPen(style.muted, style.axisWidth, Qt::DashLine));
    dots_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(style.series[0], style.lineWidth), QBrush(style.series[0]), 4 * style.lineWidth + 1));
    ring_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(style.cursor, style.lineWidth), Qt::NoBrush, 8 * style.lineWidth));
}

}  // namespace strato
