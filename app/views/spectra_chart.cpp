#include "app/views/spectra_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QMouseEvent>

#include "app/figures/color_scale.h"
#include "app/views/block_measures.h"
#include "core/runs/cells.h"
#include "core/runs/score_columns.h"

namespace strato {

namespace {

struct Dimension {
    const char* name;
    double StateScores::* value;
};

constexpr std::array<Dimension, 3> dimensions{{{QT_TRANSLATE_NOOP("strato::SpectraChart", "effective rank"), &StateScores::effectiveRank},
                                               {QT_TRANSLATE_NOOP("strato::SpectraChart", "participation ratio"), &StateScores::participationRatio},
                                               {QT_TRANSLATE_NOOP("strato::SpectraChart", "intrinsic dimension"), &StateScores::intrinsicDimension}}};

// More points than this along a logarithmic axis can't be told apart.
constexpr double pointsPerDecade = 40;

// Directions from 1 and their shares of the variance, with what is not above 0 left out.
void drawSpectrum(QCPGraph& curve, const std::vector<float>& spectrum) {
    curve.data()->clear();
    double place = 1;
    while (place <= static_cast<double>(spectrum.size())) {
        const double share = spectrum[static_cast<std::size_t>(place) - 1];
        if (share > 0) curve.addData(std::floor(place), share);
        place = std::max(std::floor(place) + 1, place * std::pow(10, 1 / pointsPerDecade));
    }
}

void makeLogarithmic(QCPAxis& axis) {
    axis.setScaleType(QCPAxis::stLogarithmic);
    axis.setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    axis.setNumberFormat("gb");
    axis.setNumberPrecision(4);
}

// States stand between the blocks, state 0 before the first.
class StateTicker : public QCPAxisTickerFixed {
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return QString::number(qRound(tick + 0.5)); }
};

}  // namespace

SpectraChart::SpectraChart(QWidget* parent) : BlockChart(parent), scale_(new QCPColorScale(this)) {
    plotLayout()->clear();
    legend_ = flatLegend();
    spectra_ = new QCPAxisRect(this);
    dimensions_ = new QCPAxisRect(this);
    auto* upper = new QCPLayoutGrid;
    upper->addElement(0, 0, spectra_);
    upper->addElement(0, 1, scale_);
    plotLayout()->addElement(0, 0, upper);
    plotLayout()->addElement(1, 0, legend_);
    plotLayout()->addElement(2, 0, dimensions_);
    plotLayout()->setRowStretchFactor(0, 5);
    plotLayout()->setRowStretchFactor(1, 0.001);
    plotLayout()->setRowStretchFactor(2, 4);
    plotLayout()->setRowSpacing(2);
    legend_->setLayer("legend");
    scale_->setType(QCPAxis::atRight);
    scale_->setBarWidth(barWidth);
    scale_->setLabel(tr("state"));
    scale_->axis()->setTicker(wholeNumbers());
    auto* heights = new QCPMarginGroup(this);
    for (QCPLayoutElement* element : std::initializer_list<QCPLayoutElement*>{spectra_, scale_})
        element->setMarginGroup(QCP::msTop | QCP::msBottom, heights);
    for (QCPAxisRect* rect : {spectra_, dimensions_}) {
        rect->setMinimumMargins(QMargins(2, 9, 8, 2));   // a number at the top end of an axis reaches above it
        rect->setMinimumSize(smallestPart);
        makeLogarithmic(*rect->axis(QCPAxis::atLeft));
        putOnLayers(*rect);
    }
    makeLogarithmic(*spectra_->axis(QCPAxis::atBottom));
    spectra_->axis(QCPAxis::atBottom)->setLabel(tr("direction"));
    spectra_->axis(QCPAxis::atLeft)->setLabel(tr("share of variance"));
    spectra_->axis(QCPAxis::atLeft)->setNumberFormat("eb");
    spectra_->axis(QCPAxis::atLeft)->setNumberPrecision(0);
    QSharedPointer<StateTicker> states(new StateTicker);
    states->setTickOrigin(-0.5);
    states->setScaleStrategy(QCPAxisTickerFixed::ssNone);
    dimensions_->axis(QCPAxis::atBottom)->setTicker(states);
    dimensions_->axis(QCPAxis::atBottom)->setLabel(tr("state; block n stands between states n and n + 1"));
    dimensions_->axis(QCPAxis::atLeft)->setLabel(tr("dimensions"));
    for (const Dimension& dimension : dimensions) {
        dimensionCurves_ << addGraph(dimensions_->axis(QCPAxis::atBottom), dimensions_->axis(QCPAxis::atLeft));
        dimensionCurves_.last()->setName(tr(dimension.name));
        legend_->addItem(new QCPPlottableLegendItem(legend_, dimensionCurves_.last()));
    }
    raised_ = addGraph(spectra_->axis(QCPAxis::atBottom), spectra_->axis(QCPAxis::atLeft));
    raised_->setLayer(cursorLayer);
    setStyle(style());
}

QString SpectraChart::title() const { return tr("Spectra and dimensions"); }

QString SpectraChart::explanation() const {
    return tr("How the variance of each state spreads over its principal directions, and how many dimensions that amounts to: the room that "
              "states fill, not what is kept in it.");
}

QString SpectraChart::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    const auto known = [](const StateScores& state) { return !state.spectrum.empty() || std::isfinite(state.effectiveRank); };
    if (!reason.isEmpty() || std::any_of(run_->states.begin(), run_->states.end(), known)) return reason;
    return tr("Spectra of the states were not measured in this run: analyse the model again (on the command line, with “states” among --measures).");
}

void SpectraChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    showSpectra();
    showDimensions();
    replotSoon();
}

void SpectraChart::showSpectra() {
    const std::size_t states = run_ ? run_->states.size() : 0;
    while (spectrumCurves_.size() > static_cast<int>(states)) removeGraph(spectrumCurves_.takeLast());
    while (spectrumCurves_.size() < static_cast<int>(states))
        spectrumCurves_ << addGraph(spectra_->axis(QCPAxis::atBottom), spectra_->axis(QCPAxis::atLeft));
    double widest = 2, least = 1;
    for (std::size_t s = 0; s < states; ++s) {
        const std::vector<float>& spectrum = run_->states[s].spectrum;
        drawSpectrum(*spectrumCurves_[static_cast<int>(s)], spectrum);
        widest = std::max(widest, static_cast<double>(spectrum.size()));
        // A direction that rounding leaves is no reason to stretch the axis.
        for (const float share : spectrum)
            if (share > 1e-9F) least = std::min(least, static_cast<double>(share));
    }
    spectra_->axis(QCPAxis::atBottom)->setRange(0.9, widest * 1.1);
    spectra_->axis(QCPAxis::atLeft)->setRange(std::pow(10, std::floor(std::log10(least))), 1.5);
    scale_->setDataRange({0, std::max<double>(run_ ? run_->model.layers : 1, 1)});
    colorSpectra();
}

void SpectraChart::showDimensions() {
    QCPRange range(1, 10);
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        QCPGraph& curve = *dimensionCurves_[static_cast<int>(d)];
        curve.data()->clear();
        for (const StateScores& state : run_ ? run_->states : std::vector<StateScores>()) {
            const double value = state.*dimensions[d].value;
            curve.addData(state.state.value - 0.5, value > 0 ? value : notComputed);
            if (value > 0) range.expand(value);
        }
    }
    // Whole decades, because a shorter logarithmic axis has no room for its ticks.
    const double lower = std::floor(std::log10(range.lower)), upper = std::ceil(std::log10(range.upper * 1.05));
    dimensions_->axis(QCPAxis::atLeft)->setRange(std::pow(10, lower), std::pow(10, upper));
    showBlocks();
    // Room for the marks of the outer states.
    dimensions_->axis(QCPAxis::atBottom)->setRange(-0.8, dimensions_->axis(QCPAxis::atBottom)->range().upper + 0.3);
}

void SpectraChart::colorSpectra() {
    for (int s = 0; s < spectrumCurves_.size(); ++s) {
        const double share = spectrumCurves_.size() > 1 ? static_cast<double>(s) / static_cast<double>(spectrumCurves_.size() - 1) : 0;
        spectrumCurves_[s]->setPen(QPen(lineColor(share, style().background), 0.7 * style().lineWidth));
    }
}

// A row a state: its measures, then the share of every direction.
QByteArray SpectraChart::csv() const {
    std::string csv = "state";
    for (const Column<StateScores>& column : stateColumns()) csv += std::string(",") + column.name;
    std::size_t directions = 0;
    for (const StateScores& state : run_ ? run_->states : std::vector<StateScores>()) directions = std::max(directions, state.spectrum.size());
    for (std::size_t i = 1; i <= directions; ++i) csv += ",share_" + std::to_string(i);
    csv += "\n";
    for (const StateScores& state : run_ ? run_->states : std::vector<StateScores>()) {
        csv += std::to_string(state.state.value);
        for (const Column<StateScores>& column : stateColumns()) csv += "," + csvNumber(state.*column.value);
        for (std::size_t i = 0; i < directions; ++i) csv += "," + (i < state.spectrum.size() ? csvNumber(state.spectrum[i]) : std::string());
        csv += "\n";
    }
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> SpectraChart::copy() const {
    auto chart = std::make_unique<SpectraChart>();
    chart->setRun(run_);
    return chart;
}

QString SpectraChart::readOutOf(const BlockScores& block) const {
    const auto stateText = [&](int s) {
        if (s >= static_cast<int>(run_->states.size())) return tr("state %1 is not measured yet").arg(s);
        const StateScores& state = run_->states[static_cast<std::size_t>(s)];
        QStringList parts;
        for (const Dimension& dimension : dimensions) parts << tr(dimension.name) + " " + measureText(state.*dimension.value);
        return tr("state %1: %2").arg(s).arg(parts.join(", "));
    };
    return tr("into block %1, %2; out of it, %3; n %4")
        .arg(block.block.value).arg(stateText(block.block.value), stateText(block.block.value + 1)).arg(run_->data.tokens);
}

void SpectraChart::showSelection(const Selection& selection) {
    BlockChart::showSelection(selection);
    const int state = selection.blocks ? selection.blocks->output().value : -1;
    raised_->data()->clear();
    if (run_ && state >= 0 && state < static_cast<int>(run_->states.size())) drawSpectrum(*raised_, run_->states[static_cast<std::size_t>(state)].spectrum);
    redraw(cursorLayer);
}

const StateScores* SpectraChart::nearestState(const QPoint& pixel, int direction) const {
    const StateScores* nearest = nullptr;
    double least = 30;   // pixels
    for (const StateScores& state : run_->states) {
        if (direction > static_cast<int>(state.spectrum.size())) continue;
        const double away = std::abs(spectra_->axis(QCPAxis::atLeft)->coordToPixel(state.spectrum[static_cast<std::size_t>(direction) - 1]) - pixel.y());
        if (away < least) least = away, nearest = &state;
    }
    return nearest;
}

void SpectraChart::mouseMoveEvent(QMouseEvent* event) {
    BlockChart::mouseMoveEvent(event);
    if (isEmpty() || !spectra_->rect().contains(event->pos())) return;
    const int direction = std::max(1, qRound(spectra_->axis(QCPAxis::atBottom)->pixelToCoord(event->pos().x())));
    const StateScores* state = nearestState(event->pos(), direction);
    QString text;
    if (state)
        text = tr("state %1, direction %2 of %3: %4 of the variance; n %5")
                   .arg(state->state.value).arg(direction).arg(state->spectrum.size())
                   .arg(measureText(state->spectrum[static_cast<std::size_t>(direction) - 1])).arg(run_->data.tokens);
    tellAt(event->globalPosition().toPoint(), text);
}

void SpectraChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    styleColorScale(*scale_);
    scale_->axis()->setLabelFont(style.font);
    scale_->setGradient(lineGradient(style.background));
    colorSpectra();
    raised_->setPen(QPen(style.cursor, 1.6 * style.lineWidth));
    for (int d = 0; d < dimensionCurves_.size(); ++d) {
        const auto place = static_cast<std::size_t>(d);
        dimensionCurves_[d]->setPen(QPen(style.series[place], style.lineWidth, d == 1 ? Qt::DashLine : Qt::SolidLine));
        dimensionCurves_[d]->setScatterStyle(
            QCPScatterStyle(seriesShapes[place], QPen(style.series[place], style.lineWidth), QBrush(style.series[place]), 3 * style.lineWidth + 1));
    }
}

bool SpectraChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

}  // namespace strato
