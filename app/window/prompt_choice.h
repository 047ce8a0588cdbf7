// The prompts of the run's texts by their first words: which one the selected token stands in, and a way to its first token.
//
//     layout->addWidget(new PromptChoice(session));
#pragma once

#include <functional>

#include <QComboBox>

#include "app/window/session.h"

namespace strato {

class PromptChoice : public QComboBox {
    Q_OBJECT

public:
    // `tokens`: how many of the run's first ones the view shows; prompts that begin after them can't be chosen. Without it, all.
    explicit PromptChoice(Session& session, std::function<int(const Run&)> tokens = {}, QWidget* parent = nullptr);

private:
    void showRun();
    void showSelection();

    int reachOf(const Run& run) const { return tokens_ ? tokens_(run) : static_cast<int>(run.tokens.size()); }

    Session& session_;
    std::function<int(const Run&)> tokens_;
    QString shown_;                          // the texts whose prompts are listed, by their hash
};

}  // namespace strato
