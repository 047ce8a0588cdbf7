#include "app/views/heal_chart.h"

#include <algorithm>
#include <cmath>

#include "core/runs/cells.h"

namespace strato {

QString healPointText(const HealPoint& point) {
    return HealChart::tr("step %1: loss %2 nats, error of the states %3 of their variance, KL divergence %4 nats")
        .arg(point.step).arg(point.validationLoss, 0, 'f', 4).arg(point.validationMse, 0, 'g', 3).arg(point.validationKl, 0, 'g', 3);
}

HealChart::HealChart(QWidget* parent) : Chart(parent), upper_(new QCPAxisRect(this)), lower_(new QCPAxisRect(this)) {
    legend_ = stack({upper_, lower_});
    legend_->setMaximumSize(QWIDGETSIZE_MAX - 1, QWIDGETSIZE_MAX);
    for (QCPAxisRect* rect : {upper_, lower_}) rect->setMinimumMargins(QMargins(2, 8, 10, 2));
    upper_->axis(QCPAxis::atLeft)->setLabel(tr("loss, nats"));
    lower_->axis(QCPAxis::atLeft)->setLabel(tr("error; KL in nats"));
    lower_->axis(QCPAxis::atBottom)->setLabel(tr("step"));
    keptUpper_ = addCurve(*upper_, tr("kept: least error"));
    keptLower_ = addCurve(*lower_, {});
    start_ = addCurve(*upper_, tr("loss before"));
    loss_ = addCurve(*upper_, tr("loss of the next token"));
    mse_ = addCurve(*lower_, tr("error of the states"));
    kl_ = addCurve(*lower_, tr("KL divergence, nats"));
    for (QCPGraph* graph : {loss_, start_, mse_, kl_, keptUpper_}) graph->addToLegend(legend_);
    setMouseTracking(true);
    setAccessibleName(title());
    setStyle(style());
    setCurve({}, 1);
}

QCPGraph* HealChart::addCurve(QCPAxisRect& rect, const QString& name) {
    QCPGraph* graph = addGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    graph->setName(name);
    return graph;
}

QString HealChart::title() const { return tr("Healing, on held-out texts"); }

QString HealChart::explanation() const {
    return tr("How loss and errors fall on texts that the maps are not trained on; it doesn't say how far more steps would lead.");
}

QString HealChart::whyEmpty() const { return curve_.empty() ? tr("The course of the training appears here.") : QString(); }

QByteArray HealChart::csv() const {
    std::string csv = "step,training_loss,validation_mse,validation_kl,validation_loss,objective\n";
    for (const HealPoint& point : curve_) {
        csv += std::to_string(point.step);
        for (const double value : {point.trainingLoss, point.validationMse, point.validationKl, point.validationLoss, point.objective}) csv += "," + csvNumber(value);
        csv += "\n";
    }
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> HealChart::copy() const {
    auto chart = std::make_unique<HealChart>();
    chart->setRun(run_);
    chart->setCurve(curve_, steps_);
    return chart;
}

void HealChart::setCurve(std::vector<HealPoint> curve, int steps) {
    curve_ = std::move(curve);
    steps_ = std::max(steps, 1);
    for (QCPGraph* graph : {loss_, start_, mse_, kl_, keptUpper_, keptLower_}) graph->data()->clear();
    for (const HealPoint& point : curve_) {
        loss_->addData(point.step, point.validationLoss);
        mse_->addData(point.step, point.validationMse);
        kl_->addData(point.step, point.validationKl);
    }
    if (!curve_.empty()) start_->setData({0.0, double(steps_)}, {curve_.front().validationLoss, curve_.front().validationLoss});
    fitAxis(*upper_, {loss_}, false);
    fitAxis(*lower_, {mse_, kl_}, true);
    if (!curve_.empty()) {
        const double best = curve_[bestPoint(curve_)].step;
        for (const auto& [graph, rect] : {std::pair(keptUpper_, upper_), std::pair(keptLower_, lower_)}) {
            const QCPRange range = rect->axis(QCPAxis::atLeft)->range();
            graph->setData({best, best}, {range.lower, range.upper});
        }
    }
    replotSoon();
}

void HealChart::fitAxis(QCPAxisRect& rect, const QList<QCPGraph*>& graphs, bool fromZero) {
    bool any = false;
    QCPRange all;
    for (QCPGraph* graph : graphs) {
        bool found = false;
        const QCPRange range = graph->getValueRange(found);
        if (found) all = any ? all.expanded(range) : range;
        any = any || found;
    }
    if (!any) all = QCPRange(0, 1);
    const double margin = std::max(0.1 * all.size(), 1e-3 * std::abs(all.upper) + 1e-6);
    rect.axis(QCPAxis::atLeft)->setRange(fromZero ? 0 : all.lower - margin, all.upper + margin);
    rect.axis(QCPAxis::atBottom)->setRange(-0.02 * steps_, 1.02 * steps_);
}

void HealChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    const auto line = [&](QCPGraph* graph, const QColor& color, QCPScatterStyle::ScatterShape shape) {
        graph->setPen(QPen(color, style.lineWidth));
        graph->setScatterStyle(QCPScatterStyle(shape, QPen(color, style.lineWidth), QBrush(color), 3 * style.lineWidth + 1));
    };
    line(loss_, style.series[0], QCPScatterStyle::ssDisc);
    line(mse_, style.series[1], QCPScatterStyle::ssSquare);
    line(kl_, style.series[2], QCPScatterStyle::ssDiamond);
    start_->setPen(QPen(style.ink, style.axisWidth, Qt::DashLine));
    for (QCPGraph* graph : {keptUpper_, keptLower_}) graph->setPen(QPen(style.muted, style.lineWidth, Qt::DotLine));
}

bool HealChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

void HealChart::mouseMoveEvent(QMouseEvent* event) {
    Chart::mouseMoveEvent(event);
    if (curve_.empty()) return;
    const double step = upper_->axis(QCPAxis::atBottom)->pixelToCoord(event->position().x());
    const auto nearer = [step](const HealPoint& one, const HealPoint& other) { return std::abs(one.step - step) < std::abs(other.step - step); };
    emit readOut(healPointText(*std::min_element(curve_.begin(), curve_.end(), nearer)));
}

void HealChart::leaveEvent(QEvent* event) {
    Chart::leaveEvent(event);
    emit readOut({});
}

}  // namespace strato
