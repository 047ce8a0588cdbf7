// What a plan does to answers and texts: questions with choices, and what both models write behind a prompt, side by side.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QWidget>

#include "app/window/session.h"

class QBoxLayout;

namespace strato {

class AnswersPanel : public QWidget {
    Q_OBJECT

public:
    explicit AnswersPanel(Session& session, QWidget* parent = nullptr);

    // Asks for a file of questions.
    void chooseTask();

private:
    void buildTask(QBoxLayout& layout);
    void buildPrompts(QBoxLayout& layout);
    void setTask(const QString& file);
    void addPrompt();
    void showOutcome();
    QString taskText() const;
    QString samplesHtml() const;

    Session& session_;
    QLabel *task_, *state_;
    QPushButton *open_, *forget_, *clear_;
    QLineEdit* prompt_;
    QTextBrowser* samples_;
};

}  // namespace strato
