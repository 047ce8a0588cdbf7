#include "app/views/pair_chart.h"

#include <cmath>

#include "app/views/block_measures.h"
#include "core/runs/cells.h"

namespace strato {

QString whyNoPairs(const Run& run, const PairMatrix& matrix) {
    if (!matrix.empty()) return {};
    const bool asked = run.settings.pairs == "all" || (run.settings.pairs == "linearity" && &matrix == &run.pairs.linearity);
    return asked ? PairChart::tr("Relations of all pairs of states are there once all blocks are finished.")
                 : PairChart::tr("Relations of all pairs of states were not asked for: set “Pairs of states” at the left and press Run.");
}

PairChart::PairChart(QWidget* parent) : MapChart(Zoom::both, {.low = {}, .high = {}}, parent) {
    xAxis->setLabel(tr("earlier state"));
    yAxis->setLabel(tr("later state"));
    cells().setImpossible([](int earlier, int later) { return earlier >= later; });
    setStyle(style());
}

QString PairChart::title() const { return tr("Layer × layer"); }

QString PairChart::explanation() const {
    return tr("How well each later state follows from each earlier one, and so how alike the blocks between leave it. Nothing here says "
              "what the output loses.");
}

QList<Chart::Choice> PairChart::choices() const {
    return {{tr("linearity"), tr("Share of the later state's variance that the best linear map of the earlier one explains")},
            {tr("CKA"), tr("Linear centred kernel alignment: 1 where one state is the other, rotated and scaled")},
            {tr("angular distance"), tr("Mean angle between the two states of the last token of each window, over π (arXiv 2403.17887)")}};
}

const PairMatrix& PairChart::matrixOf(const Run& run) const {
    return choice_ == cka ? run.pairs.cka : choice_ == angularDistance ? run.pairs.angularDistance : run.pairs.linearity;
}

QString whyOtherPairs(const PairMatrix& matrix, const PairMatrix& other) {
    return matrix.empty() || other.states == matrix.states ? QString() : PairChart::tr("The other run has no relations of all pairs of states: analyse it with them.");
}

QString PairChart::whyOtherCells(const Run& other) const { return whyOtherPairs(matrix(), matrixOf(other)); }

QString PairChart::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    return reason.isEmpty() ? whyNoPairs(*run_, matrix()) : reason;
}

void PairChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    const int states = isEmpty() ? 0 : matrix().states;
    setMapOf(states, states, choices()[choice_].name, [this](const Run& any, int earlier, int later) { return matrixOf(any).at(earlier, later); });
}

// A row a pair, with the blocks between.
QByteArray PairChart::csv() const {
    if (!isEmpty() && showsDifference()) return differenceCsv("earlier_state,later_state");
    std::string csv = "earlier_state,later_state,first_block,last_block,linearity,linearity_se,cka,cka_se,angular_distance,angular_distance_se\n";
    const int states = isEmpty() ? 0 : matrix().states;
    const auto numbers = [](const PairMatrix& any, int i, int j) { return any.empty() ? std::string(",") : csvNumber(any.at(i, j)) + "," + csvNumber(any.errorAt(i, j)); };
    for (int i = 0; i < states; ++i)
        for (int j = i + 1; j < states; ++j) {
            for (const int cell : {i, j, i, j - 1}) csv += std::to_string(cell) + ",";
            csv += numbers(run_->pairs.linearity, i, j) + "," + numbers(run_->pairs.cka, i, j) + "," + numbers(run_->pairs.angularDistance, i, j) + "\n";
        }
    return QByteArray::fromStdString(csv);
}

std::unique_ptr<Chart> PairChart::copy() const {
    auto chart = std::make_unique<PairChart>();
    chart->setReference(reference());
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

QString PairChart::readOutOf(const QPoint& cell) const {
    if (cell.x() >= cell.y())
        return tr("state %1 does not come before state %2: only later states are predicted from earlier ones").arg(cell.x()).arg(cell.y());
    const QString blocks = QString::fromStdString(selectionOf(cell).blocks->text());
    const QString count = choice_ == angularDistance ? tr("n: the last token of each window") : tr("n %1").arg(run_->data.tokens);
    return tr("state %1 from state %2, over blocks %3: %4 %5; %6")
        .arg(cell.y()).arg(cell.x()).arg(blocks, choices()[choice_].name, valueText(cell), count);
}

Selection PairChart::selectionOf(const QPoint& cell) const {
    if (cell.x() >= cell.y()) return {};
    return {.blocks = BlockSpan{{cell.x()}, {cell.y() - 1}}};
}

std::optional<QPoint> PairChart::cellOf(const Selection& selection) const {
    if (!selection.blocks) return {};
    return QPoint(selection.blocks->input().value, selection.blocks->output().value);
}

}  // namespace strato
