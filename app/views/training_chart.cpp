#include "app/views/training_chart.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/runs/cells.h"

namespace strato {

namespace {

double meanOf(const std::vector<double>& values) {
    return values.empty() ? std::numeric_limits<double>::quiet_NaN() : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Of the finite values, with some room; [0, 1] for none.
QCPRange rangeAround(const QList<QCPGraph*>& graphs) {
    bool any = false;
    QCPRange all;
    for (QCPGraph* graph : graphs) {
        bool found = false;
        const QCPRange range = graph->getValueRange(found);
        if (!found) continue;
        all = any ? all.expanded(range) : range;
        any = true;
    }
    if (!any) return {0, 1};
    const double margin = std::max(0.08 * all.size(), 1e-3 * std::abs(all.upper) + 1e-6);
    return {all.lower - margin, all.upper + margin};
}

}  // namespace

TrainingChart::TrainingChart(QWidget* parent) : Chart(parent), upper_(new QCPAxisRect(this)), lower_(new QCPAxisRect(this)) {
    legend_ = stack({upper_, lower_});
    legend_->setMaximumSize(QWIDGETSIZE_MAX - 1, QWIDGETSIZE_MAX);
    for (QCPAxisRect* rect : {upper_, lower_}) rect->setMinimumMargins(QMargins(2, 8, 10, 2));
    upper_->axis(QCPAxis::atLeft)->setLabel(tr("loss, nats"));
    QCPAxis& steps = *upper_->axis(QCPAxis::atBottom);
    steps.setLabel(tr("step"));
    steps.setTicker(QSharedPointer<QCPAxisTicker>::create());
    steps.setTickLabels(true);
    mark_ = addGraph(upper_->axis(QCPAxis::atBottom), upper_->axis(QCPAxis::atLeft));
    setMouseTracking(true);
    setAccessibleName(title());
    setStyle(style());
    setCurves({}, 1);
}

QString TrainingChart::title() const { return tr("Training"); }

QString TrainingChart::explanation() const {
    return tr("Above, the loss on the texts that are trained on (thin) and on texts that are not (dots). Below, how well linear maps predict what the blocks do, on texts not trained "
              "on. Each curve is one training: it doesn't say what another seed would give.");
}

QString TrainingChart::whyEmpty() const {
    const bool empty = std::all_of(curves_.begin(), curves_.end(), [](const TrainingCurve& curve) { return curve.points.empty(); });
    return empty ? tr("The course of the training appears here.") : QString();
}

QList<Chart::Choice> TrainingChart::choices() const {
    const QString without = tr("The share of each block's update (its output without the residual stream) that the best linear map of its input explains.");
    const QString with = tr("The share of each block's output that the best linear map of its input explains.");
    return {{tr("linearity without residual, by block"), without}, {tr("linearity, by block"), with},
            {tr("linearity without residual, mean over blocks"), without}, {tr("linearity, mean over blocks"), with}};
}

QByteArray TrainingChart::csv() const {
    std::string csv = "training,step,block,training_loss,regularizer,validation_loss,linearity,linearity_no_residual\n";
    for (const TrainingCurve& curve : curves_)
        for (const TrainPoint& point : curve.points) {
            const std::string start = csvText(curve.name.toStdString()) + "," + std::to_string(point.step) + ",";
            csv += start + "," + csvNumber(point.trainingLoss) + "," + csvNumber(point.regularizer) + "," + csvNumber(point.validationLoss) + ",,\n";
            for (std::size_t block = 0; block < point.linearity.size(); ++block)
                csv += start + std::to_string(block) + ",,,," + csvNumber(point.linearity[block]) + "," + csvNumber(point.linearityNoResidual[block]) + "\n";
        }
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> TrainingChart::copy() const {
    auto chart = std::make_unique<TrainingChart>();
    chart->setChoice(choice_);
    chart->setCurves(curves_, steps_);
    chart->showStep(step_);
    return chart;
}

void TrainingChart::setCurves(std::vector<TrainingCurve> curves, int steps) {
    curves_ = std::move(curves);
    steps_ = std::max(steps, 1);
    for (const Graphs& graphs : graphs_)
        for (QCPGraph* graph : {graphs.training, graphs.validation, graphs.linearity}) {
            graph->removeFromLegend(legend_);
            removeGraph(graph);
        }
    graphs_.clear();
    for (const TrainingCurve& curve : curves_) {
        const auto add = [this](QCPAxisRect& rect) { return addGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft)); };
        graphs_.push_back({add(*upper_), add(*upper_), add(*lower_)});
        graphs_.back().validation->setName(curve.name);
        graphs_.back().validation->addToLegend(legend_);
    }
    setStyle(style());
    showLosses();
    showStep(step_);
}

void TrainingChart::showStep(std::optional<int> step) {
    step_ = step;
    const QCPRange range = upper_->axis(QCPAxis::atLeft)->range();
    if (step_) mark_->setData({double(*step_), double(*step_)}, {range.lower, range.upper});
    else mark_->data()->clear();
    showLinearity();
    replotSoon();
}

const TrainPoint* TrainingChart::measuredPoint(const TrainingCurve& curve) const {
    const TrainPoint* last = nullptr;
    for (const TrainPoint& point : curve.points)
        if (!point.linearity.empty() && (!step_ || !last || point.step <= *step_)) last = &point;
    return last;
}

void TrainingChart::showLosses() {
    QList<QCPGraph*> all;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        for (const TrainPoint& point : curves_[i].points) {
            graphs_[i].training->addData(point.step, point.trainingLoss);
            if (std::isfinite(point.validationLoss)) graphs_[i].validation->addData(point.step, point.validationLoss);
        }
        all << graphs_[i].training << graphs_[i].validation;
    }
    upper_->axis(QCPAxis::atLeft)->setRange(rangeAround(all));
    upper_->axis(QCPAxis::atBottom)->setRange(-0.02 * steps_, 1.02 * steps_);
}

void TrainingChart::showLinearity() {
    std::size_t blocks = 1;
    QList<QCPGraph*> all;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        QCPGraph* graph = graphs_[i].linearity;
        graph->data()->clear();
        all << graph;
        if (overSteps()) {
            for (const TrainPoint& point : curves_[i].points)
                if (!point.linearity.empty()) graph->addData(point.step, meanOf(linearityOf(point)));
        } else if (const TrainPoint* point = measuredPoint(curves_[i])) {
            const std::vector<double>& values = linearityOf(*point);
            for (std::size_t block = 0; block < values.size(); ++block) graph->addData(static_cast<double>(block), values[block]);
            blocks = std::max(blocks, values.size());
        }
    }
    QCPAxis *across = lower_->axis(QCPAxis::atBottom), *up = lower_->axis(QCPAxis::atLeft);
    up->setLabel(hasResidual() ? tr("linearity") : tr("without residual"));
    across->setLabel(overSteps() ? tr("step") : tr("block"));
    if (overSteps()) {
        across->setTicker(QSharedPointer<QCPAxisTicker>::create());
        across->setRange(-0.02 * steps_, 1.02 * steps_);
    } else {
        across->setTicker(wholeNumbers());
        across->setRange(-0.5, static_cast<double>(blocks) - 0.5);
    }
    up->setRange(rangeAround(all));
}

void TrainingChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    mark_->setPen(QPen(style.muted, style.axisWidth, Qt::DotLine));
    for (std::size_t i = 0; i < graphs_.size(); ++i) {
        const std::size_t place = i % style.series.size();
        const QColor color = style.series[place];
        const QCPScatterStyle points(seriesShapes[place], QPen(color, style.lineWidth), QBrush(color), 3 * style.lineWidth + 1);
        QColor thin = color;
        thin.setAlphaF(0.6F);
        graphs_[i].training->setPen(QPen(thin, 0.6 * style.lineWidth));
        for (QCPGraph* graph : {graphs_[i].validation, graphs_[i].linearity}) {
            graph->setPen(QPen(color, style.lineWidth));
            graph->setScatterStyle(points);
        }
    }
}

bool TrainingChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

QString TrainingChart::textOf(const TrainingCurve& curve) const {
    const TrainPoint* point = measuredPoint(curve);
    if (!point) return {};
    return tr("%1, step %2: loss %3 nats, mean linearity %4, without residual %5 (%6 tokens)")
        .arg(curve.name, QString::number(point->step), QString::number(point->validationLoss, 'f', 4), QString::number(meanOf(point->linearity), 'f', 4),
             QString::number(meanOf(point->linearityNoResidual), 'f', 4), QString::number(point->linearityTokens));
}

void TrainingChart::mouseMoveEvent(QMouseEvent* event) {
    Chart::mouseMoveEvent(event);
    if (isEmpty()) return;
    const QPoint place = event->position().toPoint();
    if (upper_->rect().contains(place)) showStep(std::clamp(static_cast<int>(std::lround(upper_->axis(QCPAxis::atBottom)->pixelToCoord(place.x()))), 0, steps_));
    QStringList texts;
    for (const TrainingCurve& curve : curves_)
        if (const QString text = textOf(curve); !text.isEmpty()) texts << text;
    emit readOut(texts.join('\n'));
}

void TrainingChart::leaveEvent(QEvent* event) {
    Chart::leaveEvent(event);
    showStep({});
    emit readOut({});
}

}  // namespace strato
