#include "app/window/prediction_panel.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/window/figure_dialog.h"
#include "app/window/wrapped_label.h"

namespace strato {

PredictionPanel::PredictionPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), chart_(new PredictionChart), table_(new PlansTable), count_(new QLabel), readOut_(new QLabel), export_(new QPushButton(tr("Export…"))) {
    chart_->setObjectName("predictions");
    readOut_->setObjectName("predictionReadOut");
    for (QLabel* label : {count_, readOut_}) label->setWordWrap(true);
    readOut_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    readOut_->setMinimumHeight(2 * fontMetrics().lineSpacing());
    readOut_->setAlignment(Qt::AlignTop);
    export_->setToolTip(tr("This chart or its numbers as a file"));
    auto* head = new QHBoxLayout;
    head->addWidget(new QLabel("<b>" + chart_->title() + "</b>"));
    head->addStretch(1);
    head->addWidget(export_);
    auto* upper = new QWidget;
    auto* prediction = new QVBoxLayout(upper);
    prediction->setContentsMargins({});
    prediction->addLayout(head);
    prediction->addWidget(explanationLabel(chart_->explanation()));
    prediction->addWidget(count_);
    prediction->addWidget(chart_, 1);
    prediction->addWidget(readOut_);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(upper);
    parts->addWidget(table_);
    parts->setChildrenCollapsible(false);
    parts->setSizes({420, 200});
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(parts);
    table_->setObjectName("plans");
    connect(table_, &PlansTable::picked, &session_, &Session::takePlanWith);
    connect(export_, &QPushButton::clicked, this, &PredictionPanel::exportChart);
    connect(chart_, &Chart::readOut, readOut_, &QLabel::setText);
    connect(&chart_->points(), &PlanPoints::picked, &session_, &Session::takePlan);
    connect(&session_, &Session::runChanged, this, [this] { chart_->setRun(session_.run()); });
    connect(&session_, &Session::planChanged, this, [this] { chart_->setCurrent(session_.plan()); });
    connect(&session_, &Session::namedPlansChanged, this, [this] { table_->setNames(session_.namedPlans()); });
    for (auto signal : {&Session::planChanged, &Session::outcomeChanged}) connect(&session_, signal, this, [this] { table_->setCurrentPlan(session_.plan(), session_.usesHealed()); });
    connect(&session_, &Session::outcomeChanged, this, &PredictionPanel::showOutcomes);
    showOutcomes();
}

void PredictionPanel::showOutcomes() {
    std::vector<Outcome> outcomes = session_.outcomes();
    table_->setOutcomes(outcomes);
    // Training is not what scores predict.
    const bool healed = std::erase_if(outcomes, [](const Outcome& outcome) { return outcome.healed; }) > 0;
    chart_->setOutcomes(outcomes);
    const auto measured = static_cast<int>(outcomes.size()), shown = static_cast<int>(chart_->points().points().size());
    QString text = shown == 0     ? tr("Every plan that is measured becomes a point here.")
                   : measured == 1 ? tr("One plan is measured on these texts. On the line, scores said what happened; above it later blocks amplified errors, below it they mended some.")
                                   : tr("%1 plans are measured on these texts. On the line, scores said what happened; above it later blocks amplified errors, below it they mended some.").arg(measured);
    if (shown < measured) text += tr(" %1 can't be predicted from the scores of this run.").arg(measured - shown);
    if (healed) text += tr(" Healed plans stand in the table only: scores don't foretell training.");
    count_->setText(text);
    export_->setEnabled(!chart_->isEmpty());
}

void PredictionPanel::exportChart() {
    FigureDialog::exportChart(session_, *chart_, "predictions", this);
}

}  // namespace strato
