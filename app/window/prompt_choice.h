// The prompts of the run's texts by their first words: which one the selected token stands in, and a way to its first token.
//
//     layout->addWidget(new PromptChoice(session));
#pragma once

#include <QComboBox>

#include "app/window/session.h"

namespace strato {

class PromptChoice : public QComboBox {
    Q_OBJECT

public:
    explicit PromptChoice(Session& session, QWidget* parent = nullptr);

private:
    void showRun();
    void showSelection();

    Session& session_;
    QString shown_;                          // the texts whose prompts are listed, by their hash
};

}  // namespace strato
