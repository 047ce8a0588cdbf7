// "Heal the plan": what to train on and how long, the course of the training as it runs, and what it gained.
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "app/views/heal_chart.h"
#include "app/window/job_bar.h"
#include "app/window/plan_healing.h"

namespace strato {

class HealDialog : public QDialog {
    Q_OBJECT

public:
    HealDialog(Session& session, PlanHealing& healing, QWidget* parent);

    HealChart& chart() { return *chart_; }
    HealChoices choices() const;
    // Of the analysis, unless others are chosen.
    void setTexts(const QStringList& texts);

private:
    QWidget* buildChoices();
    QWidget* buildResults();
    void connectSession();
    void chooseTexts();
    void showTexts();
    void showCourse();
    void showState();
    QString stateText() const;
    QString gainText() const;
    void tellPoint(const QString& text);
    void exportChart();

    Session& session_;
    PlanHealing& healing_;
    QStringList texts_;
    QLabel *plan_, *names_, *state_, *gain_, *readOut_;
    QSpinBox *steps_, *batch_;
    QCheckBox* divergence_;
    QPushButton *start_, *goOn_, *cancel_, *export_;
    JobBar* bar_;
    HealChart* chart_;
};

}  // namespace strato
