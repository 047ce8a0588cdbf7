// Blocks x prompts: how much of its own work each block does on each text.
#pragma once

#include "app/views/block_token_map.h"
#include "core/runs/prompt_scores.h"

namespace strato {

// How a prompt begins, on one line, without the token that starts every text.
QString promptWords(const PromptScores& prompt);

class PromptChart : public BlockTokenMap {
    Q_OBJECT

public:
    explicit PromptChart(QWidget* parent = nullptr) : BlockTokenMap(parent) { xAxis->setLabel(tr("prompt")); }

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    // The first token of the prompt stands for it.
    Selection selectionOf(const QPoint& cell) const override;

protected:
    QString readOutOf(const QPoint& cell) const override;
    QString partSentence() const override;
    int columns() const override { return static_cast<int>(prompts_.size()); }
    int columnOf(int token) const override;
    QString columnName(int column) const override;

private:
    std::vector<PromptScores> prompts_;
};

}  // namespace strato
