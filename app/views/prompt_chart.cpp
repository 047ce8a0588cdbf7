#include "app/views/prompt_chart.h"

#include <algorithm>

#include <QRegularExpression>

#include "app/views/block_measures.h"

namespace strato {

// As "<s>", "<|begin_of_text|>" or "[BOS]" are spelled; line breaks are spelled out by the tokeniser.
QString promptWords(const PromptScores& prompt) {
    static const QRegularExpression start(R"(^\s*(<[^<>\s]+>|\[[A-Z]+\]))");
    return QString::fromStdString(prompt.words).remove(start).replace("\\n", " ").simplified();
}

QString PromptChart::title() const { return tr("Non-linearity of prompts"); }

QString PromptChart::explanation() const {
    return tr("The mean over a prompt's tokens: which texts make a block do work of its own. Short prompts vary by chance: mind the "
              "standard error.");
}

QByteArray PromptChart::csv() const { return QByteArray::fromStdString(run_ ? promptScoresCsv(*run_) : std::string()); }

std::unique_ptr<Chart> PromptChart::copy() const {
    auto chart = std::make_unique<PromptChart>();
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

void PromptChart::setRun(std::shared_ptr<const Run> run) {
    const auto before = std::exchange(run_, std::move(run));
    prompts_ = run_ ? promptScores(*run_) : std::vector<PromptScores>();
    setCells(tr("mean non-linearity"), before.get(), [this](const Run&, std::size_t prompt, std::size_t block) {
        const std::vector<double>& mean = prompts_[prompt].mean;
        return block < mean.size() ? mean[block] : notComputed;
    });
}

QString PromptChart::readOutOf(const QPoint& cell) const {
    const PromptScores& prompt = prompts_[static_cast<std::size_t>(cell.x())];
    const QString place = tr("block %1, prompt %2 “%3…”").arg(cell.y()).arg(prompt.document).arg(promptWords(prompt));
    const auto block = static_cast<std::size_t>(cell.y());
    if (block >= prompt.mean.size()) return tr("%1: not measured yet").arg(place);
    return tr("%1: mean non-linearity %2, n %3 tokens").arg(place, measureText(prompt.mean[block], prompt.standardError[block]), QString::number(prompt.counted[block]));
}

Selection PromptChart::selectionOf(const QPoint& cell) const {
    return {BlockSpan{{cell.y()}, {cell.y()}}, prompts_[static_cast<std::size_t>(cell.x())].firstToken};
}

QString PromptChart::partSentence() const {
    if (static_cast<std::int64_t>(run_->tokens.size()) >= run_->data.tokens) return {};
    return tr("These are the first %1 of %2 documents, as far as the first %3 tokens reach.").arg(columns()).arg(run_->data.documents).arg(run_->tokens.size());
}

int PromptChart::columnOf(int token) const {
    const auto after = std::find_if(prompts_.begin(), prompts_.end(), [&](const PromptScores& prompt) { return prompt.firstToken > token; });
    return static_cast<int>(after - prompts_.begin()) - 1;
}

QString PromptChart::columnName(int column) const {
    const PromptScores& prompt = prompts_[static_cast<std::size_t>(column)];
    return elided(QString("%1: %2").arg(QString::number(prompt.document), promptWords(prompt)), 18);
}

}  // namespace strato
