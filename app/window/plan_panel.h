// The right of the window: the plan as text, what it is predicted to do and what it does, and the way out to a smaller model.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "app/views/fits_table.h"
#include "app/views/outcome_table.h"
#include "app/views/prediction_table.h"
#include "app/window/session.h"

class QBoxLayout;

namespace strato {

class PlanPanel : public QWidget {
    Q_OBJECT

public:
    PlanPanel(Session& session, QWidget* parent = nullptr);

    // Asks for a folder and exports the plan's model to it.
    void exportModel();

    Q_SIGNAL void searchAsked();

private:
    void buildPlan(QBoxLayout& layout);
    void buildEffect(QBoxLayout& layout);
    void buildExport(QBoxLayout& layout);
    void connectSession();
    void takeText();
    void showPlan();
    void showPrediction();
    void showOutcome();
    QString stateText() const;
    QString measuredText() const;
    void showExport();

    Session& session_;
    QLineEdit* text_;
    QLabel *state_, *doubts_, *unpredicted_, *reason_;
    PredictionTable* prediction_;
    OutcomeTable* table_;
    FitsTable* fits_;
    QCheckBox* inSequence_;
    QPushButton* export_;
};

}  // namespace strato
