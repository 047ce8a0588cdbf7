#include "app/views/span_chart.h"

#include <cmath>

#include "app/views/block_measures.h"
#include "app/views/pair_chart.h"
#include "core/runs/cells.h"

namespace strato {

namespace {

// Rows are lengths, the first of them 1.
class LengthTicker : public QCPAxisTickerFixed {
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return QString::number(qRound(tick) + 1); }
};

}  // namespace

SpanChart::SpanChart(QWidget* parent) : MapChart(Zoom::both, {.low = 0, .high = {}}, parent), cheapest_(addGraph()), asCheap_(addGraph()) {
    xAxis->setLabel(tr("first block of the span"));
    yAxis->setLabel(tr("blocks cut"));
    QSharedPointer<LengthTicker> lengths(new LengthTicker);
    lengths->setTickStep(1);
    lengths->setScaleStrategy(QCPAxisTickerFixed::ssNone);
    yAxis->setTicker(lengths);
    for (QCPGraph* dots : {cheapest_, asCheap_}) dots->setLineStyle(QCPGraph::lsNone);
    cells().setImpossible([this](int start, int row) { return !isEmpty() && start + row + 1 >= matrix().states; });
    setStyle(style());
}

QString SpanChart::title() const { return tr("Start × length"); }

QString SpanChart::explanation() const {
    if (showsDifference()) return tr("How much farther the stream moves over a span than in the other run. It predicts a loss, it doesn't measure it.");
    return tr("How far the stream moves over a span, and so what cutting it takes away; dots mark the cheapest span of each length, small ones "
              "those that its error can't tell from it. It predicts the loss, it doesn't measure it.");
}

QList<Chart::Choice> SpanChart::choices() const {
    return {{tr("dropped: angular distance"),
             tr("Mean angle between what enters and what leaves the span, of the last token of each window, over π (arXiv 2403.17887)")},
            {tr("one map: unexplained variance"), tr("What is left of the variance of the span's output after the best linear map of its input")}};
}

const PairMatrix& SpanChart::matrixOf(const Run& run) const { return choice_ == dropped ? run.pairs.angularDistance : run.pairs.linearity; }

QString SpanChart::whyOtherCells(const Run& other) const { return whyOtherPairs(matrix(), matrixOf(other)); }

QString SpanChart::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    return reason.isEmpty() ? whyNoPairs(*run_, matrix()) : reason;
}

QString SpanChart::measureName() const { return choice_ == dropped ? tr("angular distance") : tr("unexplained variance"); }

double SpanChart::costIn(const Run& run, int start, int length) const {
    if (start + length >= matrixOf(run).states) return notComputed;
    const double relation = matrixOf(run).at(start, start + length);
    return choice_ == dropped ? relation : 1 - relation;
}

int SpanChart::cheapestStart(int length) const {
    int best = -1;
    for (int start = 0; start + length < matrix().states; ++start)
        if (std::isfinite(cost(start, length)) && (best < 0 || cost(start, length) < cost(best, length))) best = start;
    return best;
}

bool SpanChart::isAsCheap(int start, int length) const {
    const int best = cheapestStart(length);
    return best >= 0 && start != best && cost(start, length) - cost(best, length) < 1.96 * std::hypot(error(start, length), error(best, length));
}

void SpanChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    const int layers = isEmpty() ? 0 : matrix().states - 1;
    setMapOf(layers, layers, measureName(), [this](const Run& any, int start, int row) { return costIn(any, start, row + 1); });
    for (QCPGraph* dots : {cheapest_, asCheap_}) dots->data()->clear();
    for (int length = 1; length <= layers && !showsDifference(); ++length) {
        if (const int start = cheapestStart(length); start >= 0) cheapest_->addData(start, length - 1);
        for (int start = 0; start + length <= layers; ++start)
            if (isAsCheap(start, length)) asCheap_->addData(start, length - 1);
    }
}

// A row a span.
QByteArray SpanChart::csv() const {
    if (!isEmpty() && showsDifference()) return differenceCsv("first_block,blocks", 1);
    std::string csv = "first_block,last_block,blocks,angular_distance,angular_distance_se,unexplained_variance,unexplained_variance_se,cheapest_of_its_length\n";
    const int layers = isEmpty() ? 0 : matrix().states - 1;
    for (int length = 1; length <= layers; ++length)
        for (int start = 0; start + length <= layers; ++start) {
            const PairMatrix &angle = run_->pairs.angularDistance, &linearity = run_->pairs.linearity;
            csv += std::to_string(start) + "," + std::to_string(start + length - 1) + "," + std::to_string(length) + "," +
                   (angle.empty() ? std::string(",") : csvNumber(angle.at(start, start + length)) + "," + csvNumber(angle.errorAt(start, start + length))) + "," +
                   (linearity.empty() ? std::string(",") : csvNumber(1 - linearity.at(start, start + length)) + "," + csvNumber(linearity.errorAt(start, start + length))) + "," +
                   (start == cheapestStart(length) ? "1" : "0") + "\n";
        }
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> SpanChart::copy() const {
    auto chart = std::make_unique<SpanChart>();
    chart->setReference(reference());
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

QString SpanChart::readOutOf(const QPoint& cell) const {
    const int length = cell.y() + 1;
    if (cell.x() + length >= matrix().states) return tr("%1 blocks from block %2 on: the model ends before").arg(length).arg(cell.x());
    const QString blocks = QString::fromStdString(selectionOf(cell).blocks->text());
    const QString count = choice_ == dropped ? tr("n: the last token of each window") : tr("n %1").arg(run_->data.tokens);
    if (showsDifference()) return tr("blocks %1: %2 %3; %4").arg(blocks, measureName(), measureText(valueOf(cell)), count);
    const int best = cheapestStart(length);
    QString place = best == cell.x() ? tr("the cheapest of %1").arg(length)
                                     : tr("the cheapest of %1 begins at %2 with %3").arg(length).arg(best).arg(measureText(cost(best, length), error(best, length)));
    if (isAsCheap(cell.x(), length)) place += tr(", from which its error can't tell it");
    return tr("blocks %1: %2 %3, %4; %5").arg(blocks, measureName(), valueText(cell), place, count);
}

Selection SpanChart::selectionOf(const QPoint& cell) const {
    if (cell.x() + cell.y() + 1 >= matrix().states) return {};
    return {.blocks = BlockSpan{{cell.x()}, {cell.x() + cell.y()}}};
}

std::optional<QPoint> SpanChart::cellOf(const Selection& selection) const {
    if (!selection.blocks) return {};
    return QPoint(selection.blocks->first.value, selection.blocks->count() - 1);
}

void SpanChart::applyStyle(const FigureStyle& style) {
    MapChart::applyStyle(style);
    cheapest_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(Qt::black, style.axisWidth), QBrush(Qt::white), 3 * style.lineWidth + 1));
    asCheap_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(Qt::black, style.axisWidth), QBrush(Qt::white), 1.5 * style.lineWidth + 1));
}

}  // namespace strato
