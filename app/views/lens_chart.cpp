#include "app/views/lens_chart.h"

#include <algorithm>
#include <cmath>

#include "app/views/block_measures.h"
#include "core/runs/cells.h"

namespace strato {

// The first states know little of the next token: colours that reached up to them would show the others alike.
LensChart::LensChart(QWidget* parent) : TokenMap({.low = 0, .high = {}, .highQuantile = 0.9}, parent) {
    yAxis->setLabel(tr("state"));
    setStyle(style());
}

QString LensChart::title() const { return tr("Logit lens"); }

QString LensChart::explanation() const {
    return tr("The token that the output matrix reads in each state, through the final norm: what could be said there, not what the blocks "
              "after it use.");
}

QString LensChart::whyEmpty() const {
    const QString reason = Chart::whyEmpty();
    if (!reason.isEmpty() || !run_->lens.empty()) return reason;
    return run_->settings.lensTokens > 0 ? tr("The logit lens is there once all blocks are finished.")
                                         : tr("The logit lens was not asked for: set “Logit lens” at the left to a number of tokens and press Run.");
}

QList<Chart::Choice> LensChart::choices() const {
    return {{tr("loss of the next token"), tr("-ln of the probability that the state gives to the true next token")},
            {tr("probability of the next token"), tr("The probability that the state gives to the true next token")}};
}

std::string LensChart::nameOf(TokenId id) const {
    const auto found = names_ ? names_->find(id) : TokenNames::const_iterator();
    return names_ && found != names_->end() ? found->second : "#" + std::to_string(id);
}

double LensChart::measured(int token, int state) const {
    const double value = run_->lens.states[static_cast<std::size_t>(state)].loss[static_cast<std::size_t>(token)];
    return choice_ == loss ? value : std::exp(-value);
}

TokenId LensChart::readAt(int token, int state, int rank) const {
    const auto place = static_cast<std::size_t>(token) * static_cast<std::size_t>(run_->lens.top) + static_cast<std::size_t>(rank);
    return run_->lens.states[static_cast<std::size_t>(state)].ids[place];
}

void LensChart::setRun(std::shared_ptr<const Run> run) {
    const auto before = std::exchange(run_, std::move(run));
    const bool some = run_ && !run_->lens.empty();
    const int tokens = some ? std::min(run_->lens.tokens, static_cast<int>(run_->tokens.size())) : 0;
    setMap(tokens, some ? static_cast<int>(run_->lens.states.size()) : 0, choice_ == loss ? tr("loss of the next token, nats") : choices()[choice_].name, [this](int token, int state) { return measured(token, state); });
    // As many as have room for their texts.
    constexpr int tokensAtFirst = 12;
    showFirst(tokensAtFirst, before && !before->lens.empty() ? before.get() : nullptr);
}

void LensChart::setNames(std::shared_ptr<const TokenNames> names) {
    names_ = std::move(names);
    replotSoon();
}

std::unique_ptr<Chart> LensChart::copy() const {
    auto chart = std::make_unique<LensChart>();
    chart->names_ = names_;
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

// A row a token and state.
QByteArray LensChart::csv() const {
    std::string csv = "token,text,state,block,loss_of_next,probability_of_next";
    const int top = isEmpty() ? 0 : run_->lens.top;
    for (int rank = 1; rank <= top; ++rank)
        for (const char* column : {",id_", ",text_", ",probability_"}) csv += column + std::to_string(rank);
    csv += "\n";
    if (isEmpty()) return QByteArray::fromStdString(csv);
    for (int token = 0; token < std::min(run_->lens.tokens, static_cast<int>(run_->tokens.size())); ++token)
        for (int state = 0; state < static_cast<int>(run_->lens.states.size()); ++state) {
            const LogitLens::State& read = run_->lens.states[static_cast<std::size_t>(state)];
            const auto at = static_cast<std::size_t>(token);
            csv += std::to_string(token) + "," + csvText(run_->tokens[at].text) + "," + std::to_string(state) + "," +
                   (state > 0 ? std::to_string(state - 1) : "") + "," + csvNumber(read.loss[at]) + "," + csvNumber(std::exp(-read.loss[at]));
            for (int rank = 0; rank < top; ++rank)
                csv += "," + std::to_string(readAt(token, state, rank)) + "," + csvText(nameOf(readAt(token, state, rank))) + "," +
                       csvNumber(read.probabilities[at * static_cast<std::size_t>(top) + static_cast<std::size_t>(rank)]);
            csv += "\n";
        }
    return QByteArray::fromStdString(csv);
}

QString LensChart::readOutOf(const QPoint& cell) const {
    const LogitLens::State& read = run_->lens.states[static_cast<std::size_t>(cell.y())];
    QStringList likeliest;
    for (int rank = 0; rank < run_->lens.top; ++rank)
        likeliest << tr("“%1” %2").arg(QString::fromStdString(nameOf(readAt(cell.x(), cell.y(), rank))),
                                       measureText(read.probabilities[static_cast<std::size_t>(cell.x() * run_->lens.top + rank)]));
    const double lossHere = read.loss[static_cast<std::size_t>(cell.x())];
    const QString next = !std::isfinite(lossHere)
                             ? tr("no next token: the window ends here")
                             : tr("loss of the next token %1 (probability %2)").arg(measureText(lossHere), measureText(std::exp(-lossHere)));
    return tr("state %1, %2: %3; reads %4").arg(cell.y()).arg(tokenText(cell.x()), next, likeliest.join(", "));
}

// The block that made the state.
Selection LensChart::selectionOf(const QPoint& cell) const {
    return {cell.y() > 0 ? std::optional(BlockSpan{{cell.y() - 1}, {cell.y() - 1}}) : std::nullopt, cell.x()};
}

std::optional<QPoint> LensChart::cellOf(const Selection& selection) const {
    if (!selection.token || !selection.blocks || *selection.token >= run_->lens.tokens) return {};
    return QPoint(*selection.token, selection.blocks->last.value + 1);
}

void LensChart::applyStyle(const FigureStyle& style) {
    TokenMap::applyStyle(style);
    const auto text = [this](int token, int state) { return isEmpty() ? QString() : withBlanks(QString::fromStdString(nameOf(readAt(token, state, 0)))); };
    cells().setTexts(text, style.font);
}

}  // namespace strato
