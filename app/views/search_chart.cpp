#include "app/views/search_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/runs/search_json.h"

namespace strato {

namespace {

constexpr const char* strategies[]{"linearity", "influence", "angular", "greedy", "beam"};
constexpr QCPScatterStyle::ScatterShape strategyShapes[]{QCPScatterStyle::ssSquare, QCPScatterStyle::ssDiamond, QCPScatterStyle::ssTriangle,
                                                         QCPScatterStyle::ssDisc, QCPScatterStyle::ssTriangleInverted};

// Which of `strategies`.
int placeOf(const QString& strategy) {
    const QString kind = strategy.section(':', 0, 0);
    for (int i = 0; i < static_cast<int>(std::size(strategies)); ++i)
        if (kind == strategies[i]) return i;
    return 0;
}

// The measured ones first, in the strongest colours; a fifth curve is drawn in ink.
QColor colorOf(int place, const FigureStyle& style) {
    constexpr int order[]{2, 3, 1, 0, -1};
    return order[place] < 0 ? style.ink : style.series[static_cast<std::size_t>(order[place])];
}

void includePositive(QCPRange& range, double value) {
    if (!std::isfinite(value) || value <= 0) return;
    range.lower = std::min(range.lower, value);
    range.upper = std::max(range.upper, value);
}

}  // namespace

QString strategyName(const std::string& strategy) {
    const QString text = QString::fromStdString(strategy);
    if (strategy == "linearity") return SearchChart::tr("linearity");
    if (strategy == "influence") return SearchChart::tr("block influence");
    if (strategy == "angular") return SearchChart::tr("angular distance");
    if (strategy == "greedy") return SearchChart::tr("greedy");
    if (text.startsWith("beam:")) return SearchChart::tr("beam of %1").arg(text.section(':', 1));
    return text;
}

QString searchPointText(const SearchPoint& point, int layers) {
    QString rise = QString::asprintf("%+.4f", point.rise);
    if (std::isfinite(point.riseError)) rise += QString::asprintf(" ± %.4f", point.riseError);
    return SearchChart::tr("%1 layers (%2 %), perplexity %3, loss %4: %5")
        .arg(point.layers).arg(100.0 * point.layers / std::max(layers, 1), 0, 'f', 1).arg(point.perplexity, 0, 'f', 3).arg(rise, QString::fromStdString(point.plan.text()));
}

SearchChart::SearchChart(QWidget* parent)
    : Chart(parent), legend_(flatLegend()), low_(addCurve({}, false)), high_(addCurve(tr("random cuts, all"), false)), mean_(addCurve(tr("random cuts, mean"), false)),
      unedited_(addCurve(tr("unedited"), false)), allowed_(addCurve(tr("tolerance"), false)), recommended_(addCurve(tr("recommended"), false)),
      ring_(addCurve({}, false)), points_(new PlanPoints(*this, axisRect())) {
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend_);
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(4);
    legend_->setLayer("legend");
    // An empty one would be no wider than its margins, and the chart below no wider than that.
    legend_->setMaximumSize(QWIDGETSIZE_MAX - 1, QWIDGETSIZE_MAX);
    axisRect()->setMinimumMargins(QMargins(2, 2, 10, 2));
    xAxis->setLabel(tr("blocks changed, %"));
    yAxis->setLabel(tr("perplexity"));
    yAxis->setScaleType(QCPAxis::stLogarithmic);
    yAxis->setNumberFormat("g");
    yAxis->setNumberPrecision(4);
    low_->setVisible(false);
    high_->setChannelFillGraph(low_);
    for (QCPGraph* graph : {recommended_, ring_}) graph->setLineStyle(QCPGraph::lsNone);
    ring_->setLayer(planLayer);
    setAccessibleName(title());
    connect(points_, &PlanPoints::hovered, this, &Chart::readOut);
    setStyle(style());
    setReport({}, 0);
}

QCPGraph* SearchChart::addCurve(const QString& name, bool inLegend) {
    QCPGraph* graph = addGraph();
    graph->setName(name);
    if (inLegend) graph->addToLegend(legend_);
    return graph;
}

QString SearchChart::title() const { return tr("Perplexity against blocks changed"); }

QString SearchChart::explanation() const {
    return tr("What each strategy's plan for so many blocks costs in perplexity, beside random cuts of as many: on these texts, not what is lost on others.");
}

QByteArray SearchChart::csv() const { return QByteArray::fromStdString(searchCsv(report_)); }

std::unique_ptr<Chart> SearchChart::copy() const {
    auto chart = std::make_unique<SearchChart>();
    chart->setRun(run_);
    chart->setReport(report_, tolerance_);
    return chart;
}

void SearchChart::setRun(std::shared_ptr<const Run> run) { run_ = std::move(run); }

QString SearchChart::whyEmpty() const {
    const bool empty = std::all_of(report_.curves.begin(), report_.curves.end(), [](const SearchCurve& curve) { return curve.points.empty(); });
    return empty ? tr("Plans appear here as they are found.") : QString();
}

void SearchChart::setReport(const SearchReport& report, double tolerance) {
    report_ = report;
    tolerance_ = tolerance;
    for (QCPGraph* graph : {low_, high_, mean_, unedited_, allowed_, recommended_}) {
        graph->data()->clear();
        graph->removeFromLegend(legend_);
    }
    for (QCPGraph* curve : curves_) curve->removeFromLegend(legend_), removeGraph(curve);
    curves_.clear();
    std::vector<PlanPoint> points;
    for (const SearchCurve& curve : report_.curves) showCurve(curve, points);
    points_->setPoints(std::move(points));
    fitAxes();
    showBand();
    showLines();
    for (QCPGraph* graph : {high_, mean_, unedited_, allowed_, recommended_})
        if (!graph->data()->isEmpty()) graph->addToLegend(legend_);
    setStyle(style());
    showCurrent();
}

void SearchChart::showCurve(const SearchCurve& curve, std::vector<PlanPoint>& points) {
    if (curve.points.empty()) return;
    const QString strategy = QString::fromStdString(curve.strategy);
    QCPGraph* graph = curves_[strategy] = addCurve(strategyName(curve.strategy), true);
    for (const SearchPoint& point : curve.points) {
        if (!std::isfinite(point.perplexity)) continue;
        graph->addData(share(point.layers), point.perplexity);
        points.push_back({share(point.layers), point.perplexity, point.plan, graph->name() + ": " + searchPointText(point, report_.layers)});
    }
    if (curve.recommended.layers > 0) recommended_->addData(share(curve.recommended.layers), curve.recommended.perplexity);
}

// Cut at the axis, because what reaches far above the curves would press them flat, and files are drawn without clipping.
void SearchChart::showBand() {
    const double top = yAxis->range().upper;
    for (const RandomBand& band : report_.random) {
        const double low = std::exp(band.low), high = std::exp(band.high);
        if (std::isnan(low) || std::isnan(high)) continue;
        low_->addData(share(band.layers), std::min(low, top));
        high_->addData(share(band.layers), std::min(high, top));
    }
    for (std::size_t i = 0; i < report_.random.size(); ++i) {
        const double x = share(report_.random[i].layers), mean = std::exp(report_.random[i].mean);
        if (!std::isfinite(mean)) continue;
        if (i > 0) {
            const double left = share(report_.random[i - 1].layers), before = std::exp(report_.random[i - 1].mean);
            // Where the line between two means leaves the axis, or comes back.
            if (std::isfinite(before) && (before > top) != (mean > top)) mean_->addData(left + (x - left) * std::log(top / before) / std::log(mean / before), top);
        }
        mean_->addData(x, mean <= top ? mean : notComputed);
    }
}

// The unedited loss is known with the first point: it lies below it by the rise.
void SearchChart::showLines() {
    if (!(report_.loss > 0) || isEmpty()) return;
    const double last = 100;
    unedited_->setData({0, last}, {std::exp(report_.loss), std::exp(report_.loss)});
    const double allowed = std::exp(report_.loss * (1 + tolerance_));
    if (tolerance_ > 0) allowed_->setData({0, last}, {allowed, allowed});
}

void SearchChart::setCurrent(const Plan& plan) {
    current_ = plan;
    showCurrent();
}

void SearchChart::showCurrent() {
    ring_->data()->clear();
    for (const PlanPoint& point : points_->points())
        if (point.plan == current_) ring_->addData(point.x, point.y);
    redraw(planLayer);
}

void SearchChart::fitAxes() {
    const double unedited = std::exp(report_.loss);
    QCPRange values(unedited > 1 ? unedited : 1, unedited > 1 ? unedited : 10);
    int layers = 1;
    for (const SearchCurve& curve : report_.curves)
        for (const SearchPoint& point : curve.points) {
            includePositive(values, point.perplexity);
            layers = std::max(layers, point.layers);
        }
    // Random cuts may cost any multiple: where their mean is too far for the curves to be seen, it is left out.
    const double reach = values.upper * std::pow(values.upper / values.lower, 1.5);
    for (const RandomBand& band : report_.random) {
        if (std::exp(band.low) < values.lower) includePositive(values, std::exp(band.low));
        if (std::exp(band.mean) <= reach) includePositive(values, std::exp(band.mean));
        layers = std::max(layers, band.layers);
    }
    if (tolerance_ > 0 && report_.loss > 0) includePositive(values, std::exp(report_.loss * (1 + tolerance_)));
    const double margin = std::pow(std::max(values.upper / values.lower, 1.02), 0.06);
    // Some room above the curves for random cuts.
    yAxis->setRange(values.lower / margin, values.upper * std::pow(margin, report_.random.empty() ? 1 : 6));
    xAxis->setRange(0, isEmpty() ? 50 : share(layers) * 1.04);
    // A logarithmic ticker marks decades, of which there may be none.
    if (yAxis->range().upper / yAxis->range().lower > 30) yAxis->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    else yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
}

void SearchChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    for (auto curve = curves_.constBegin(); curve != curves_.constEnd(); ++curve) {
        const int place = placeOf(curve.key());
        const QColor color = colorOf(place, style);
        curve.value()->setPen(QPen(color, style.lineWidth));
        curve.value()->setScatterStyle(QCPScatterStyle(strategyShapes[place], QPen(color, style.lineWidth), QBrush(color), 3 * style.lineWidth + 2));
    }
    QColor band = style.muted;
    band.setAlphaF(0.22F);
    low_->setPen(Qt::NoPen);
    high_->setPen(Qt::NoPen);
    high_->setBrush(band);
    mean_->setPen(QPen(style.muted, style.lineWidth, Qt::DotLine));
    unedited_->setPen(QPen(style.ink, style.axisWidth, Qt::DashLine));
    allowed_->setPen(QPen(style.dropped, style.axisWidth, Qt::DashDotLine));
    recommended_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(style.ink, style.lineWidth), Qt::NoBrush, 6 * style.lineWidth + 1.5));
    ring_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(style.cursor, style.lineWidth), Qt::NoBrush, 9 * style.lineWidth + 2));
}

bool SearchChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

}  // namespace strato
