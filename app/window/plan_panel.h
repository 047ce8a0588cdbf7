// The right of the window: the plan as text, what it does, and the way out to a smaller model.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "app/views/outcome_table.h"
#include "app/window/session.h"

namespace strato {

class PlanPanel : public QWidget {
    Q_OBJECT

public:
    PlanPanel(Session& session, QWidget* parent = nullptr);

    // Asks for a folder and exports the plan's model to it.
    void exportModel();

private:
    void connectSession();
    void takeText();
    void showPlan();
    void showOutcome();
    QString measuredText() const;
    void showExport();

    Session& session_;
    QLineEdit* text_;
    QLabel *state_, *doubts_, *reason_;
    OutcomeTable* table_;
    QPushButton* export_;
};

}  // namespace strato
