// The right of the window: the plan as text, what it is predicted to do and what it does, and the way out to a smaller model.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>

#include "app/views/fits_table.h"
#include "app/views/outcome_table.h"
#include "app/views/prediction_table.h"
#include "app/window/plan_healing.h"
#include "app/window/session.h"

class QBoxLayout;

namespace strato {

class PlanPanel : public QWidget {
    Q_OBJECT

public:
    PlanPanel(Session& session, PlanHealing& healing, QWidget* parent = nullptr);

    // What mergekit, llama.cpp and people call what the plan drops, to the clipboard.
    void copyCut();
    // What measures the plan on the command line, to the clipboard.
    void copyCommand();
    // Asks for a folder and exports the plan's model to it.
    void exportModel();

    Q_SIGNAL void searchAsked();
    Q_SIGNAL void healingAsked();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void copy(const QString& text);
    void buildPlan(QBoxLayout& layout);
    void buildEffect(QBoxLayout& layout);
    void buildMaps(QBoxLayout& layout);
    void buildExport(QBoxLayout& layout);
    void connectSession();
    void takeText();
    void takeProtocol();
    void showPlan();
    void showPrediction();
    void showOutcome();
    QString stateText() const;
    QString measuredText() const;
    QString candidatesText() const;
    void showMaps();
    void showProtocol();
    bool needsCustomCode() const;
    void showExport();

    Session& session_;
    PlanHealing& healing_;
    QLineEdit* text_;
    QString mistake_;                    // in what was typed
    QLabel *state_, *doubts_, *unpredicted_, *reason_, *candidates_;
    PredictionTable* prediction_;
    OutcomeTable* table_;
    FitsTable* fits_;
    QComboBox* protocol_;
    QSpinBox* tokens_;
    QCheckBox *inSequence_, *healed_, *customCode_;
    QPushButton *heal_, *export_;
};

}  // namespace strato
