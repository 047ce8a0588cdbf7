#include "app/views/profile_chart.h"

#include <algorithm>
#include <cmath>

#include "app/views/block_measures.h"
#include "core/runs/run_json.h"

namespace strato {

namespace {

// The first measures are shares of variance and go above; the others measure change.
constexpr int linearityMeasures = 2;

void include(QCPRange& range, double value) {
    if (!std::isfinite(value)) return;
    range.lower = std::min(range.lower, value);
    range.upper = std::max(range.upper, value);
}

}  // namespace

ProfileChart::ProfileChart(QWidget* parent) : BlockChart(parent) {
    linearity_ = new QCPAxisRect(this);
    influence_ = new QCPAxisRect(this);
    legend_ = stack(blockParts());
    plotLayout()->setRowStretchFactor(1, 3);
    plotLayout()->setRowStretchFactor(2, 2);
    linearity_->axis(QCPAxis::atLeft)->setLabel(tr("linearity"));
    // What the first block adds is often a hundred times what the others do.
    influence_->axis(QCPAxis::atLeft)->setScaleType(QCPAxis::stLogarithmic);
    influence_->axis(QCPAxis::atLeft)->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    influence_->axis(QCPAxis::atLeft)->setNumberFormat("g");
    influence_->axis(QCPAxis::atLeft)->setNumberPrecision(3);
    influence_->axis(QCPAxis::atLeft)->setLabel(tr("change"));
    influence_->axis(QCPAxis::atBottom)->setLabel(tr("block"));
    addCurves();
    setStyle(style());
}

void ProfileChart::addCurves() {
    for (std::size_t m = 0; m < blockMeasures.size(); ++m) {
        QCPAxisRect* rect = m < linearityMeasures ? linearity_ : influence_;
        QCPGraph* curve = addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        curve->setName(blockMeasures[m].name());
        curves_ << curve;
        legend_->addItem(new QCPPlottableLegendItem(legend_, curve));
    }
    addHeldOut(heldOut_, heldOutBars_);
    addHeldOut(heldOutNoResidual_, heldOutNoResidualBars_);
}

// Hollow points with one standard error; in the legend only when there are any.
void ProfileChart::addHeldOut(QCPGraph*& points, QCPErrorBars*& bars) {
    points = addGraph(linearity_->axis(QCPAxis::atBottom), linearity_->axis(QCPAxis::atLeft));
    points->setName(tr("held out ± s.e."));
    points->setLineStyle(QCPGraph::lsNone);
    bars = new QCPErrorBars(linearity_->axis(QCPAxis::atBottom), linearity_->axis(QCPAxis::atLeft));
    bars->setDataPlottable(points);
    bars->setErrorType(QCPErrorBars::etValueError);
    bars->removeFromLegend();
}

QString ProfileChart::title() const { return tr("Linearity profile"); }

QString ProfileChart::explanation() const {
    return tr("How much of each block the best linear map explains, and how much the block changes the stream: candidates for a cut, not yet what a cut costs.");
}

QByteArray ProfileChart::csv() const { return QByteArray::fromStdString(run_ ? blocksCsv(*run_) : std::string()); }

std::unique_ptr<Chart> ProfileChart::copy() const {
    auto chart = std::make_unique<ProfileChart>();
    chart->setRun(run_);
    return chart;
}

void ProfileChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    QCPRange above(1, 1), below(0.2, 0.5);
    for (std::size_t m = 0; m < blockMeasures.size(); ++m) {
        curves_[static_cast<int>(m)]->data()->clear();
        if (!run_) continue;
        for (const BlockScores& scores : run_->blocks) {
            const double value = scores.*blockMeasures[m].value;
            curves_[static_cast<int>(m)]->addData(scores.block.value, value);
            if (m < linearityMeasures) include(above, value);
            else if (value > 0) include(below, value);
        }
    }
    bool heldOut = false;
    for (auto [points, bars, value, error] : {std::tuple(heldOut_, heldOutBars_, &BlockScores::linearityHeldOut, &BlockScores::linearityHeldOutError),
                                              std::tuple(heldOutNoResidual_, heldOutNoResidualBars_, &BlockScores::linearityNoResidualHeldOut,
                                                         &BlockScores::linearityNoResidualHeldOutError)}) {
        points->data()->clear();
        QVector<double> errors;
        for (const BlockScores& scores : run_ ? run_->blocks : std::vector<BlockScores>()) {
            if (!std::isfinite(scores.*value)) continue;
            heldOut = true;
            points->addData(scores.block.value, scores.*value);
            errors << scores.*error;
            include(above, scores.*value - scores.*error);
        }
        bars->setData(errors);
    }
    if (heldOut != legend_->hasItemWithPlottable(heldOut_)) heldOut ? heldOut_->addToLegend(legend_) : heldOut_->removeFromLegend(legend_);
    showBlocks();
    // Room for the points at the edges; 1 stays in sight, because it is what "linear" means.
    const double margin = std::max(0.08 * above.size(), 1e-3);
    linearity_->axis(QCPAxis::atLeft)->setRange(above.lower - margin, above.upper + margin);
    // Whole decades, because a shorter logarithmic axis has no room for its ticks.
    influence_->axis(QCPAxis::atLeft)->setRange(std::pow(10, std::floor(std::log10(below.lower / 1.2))), std::pow(10, std::ceil(std::log10(below.upper * 1.2))));
    replotSoon();
}

void ProfileChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    for (int m = 0; m < curves_.size(); ++m) {
        const QColor color = style.series[static_cast<std::size_t>(m)];
        curves_[m]->setPen(QPen(color, style.lineWidth, m % 2 == 0 ? Qt::SolidLine : Qt::DashLine));
        curves_[m]->setScatterStyle(QCPScatterStyle(seriesShapes[static_cast<std::size_t>(m)], QPen(color, style.lineWidth), QBrush(color), 3 * style.lineWidth + 1));
    }
    for (auto [points, bars, series] : {std::tuple(heldOut_, heldOutBars_, 0), std::tuple(heldOutNoResidual_, heldOutNoResidualBars_, 1)}) {
        const QPen pen(style.series[static_cast<std::size_t>(series)], style.lineWidth);
        points->setPen(pen);
        points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, pen, QBrush(style.background), 3 * style.lineWidth + 2));
        bars->setPen(pen);
    }
}

bool ProfileChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

}  // namespace strato
