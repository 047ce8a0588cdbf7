// "Find a plan": what to search for, the curves as they grow, and the plans as numbers. A click on a point makes it the plan.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "app/views/search_chart.h"
#include "app/views/search_table.h"
#include "app/window/job_bar.h"
#include "app/window/plan_search.h"

class QFormLayout;

namespace strato {

class SearchDialog : public QDialog {
    Q_OBJECT

public:
    SearchDialog(Session& session, PlanSearch& search, QWidget* parent);

    SearchChart& chart() { return *chart_; }
    SearchChoices choices() const;

private:
    QWidget* buildChoices();
    void buildStrategies(QFormLayout& form);
    void buildLimits(QFormLayout& form);
    void buildRun(QFormLayout& form);
    QWidget* buildResults();
    void connectSession();
    void showModel();
    void showTexts();
    void showReport();
    // Of the selected row, or the best that is recommended.
    std::optional<Plan> planToTake() const;
    void tellPoint(const QString& text);
    void showState();
    QString stateText() const;
    void exportChart();

    Session& session_;
    PlanSearch& search_;
    QList<QCheckBox*> strategies_;
    QSpinBox *beam_, *most_, *random_, *tokens_;
    QComboBox *action_, *texts_;
    QDoubleSpinBox* tolerance_;
    QPushButton *take_, *start_, *cancel_, *export_;
    JobBar* bar_;
    QLabel *warning_, *state_, *sentences_, *readOut_;
    SearchChart* chart_;
    SearchTable* table_;
};

}  // namespace strato
