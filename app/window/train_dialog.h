// "Train small models": twins that differ in their regulariser alone, what to train them on and how long, and their course as they learn.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

#include "app/views/training_chart.h"
#include "app/window/job_bar.h"
#include "app/window/twin_training.h"

class QFormLayout;

namespace strato {

class TrainDialog : public QDialog {
    Q_OBJECT

public:
    TrainDialog(Session& session, TwinTraining& training, QWidget* parent);

    TrainingChart& chart() { return *chart_; }
    TwinChoices choices() const;
    void setFolder(const QString& folder);
    // Empty: stories.
    void setTexts(const QStringList& texts);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildChoices();
    void buildTwins(QFormLayout& form);
    QWidget* buildResults();
    QTableWidget* buildTable();
    QDoubleSpinBox* lambdaBox(const char* name);
    void readKept();
    void keep() const;
    void chooseFolder();
    void chooseTexts();
    void look();
    void showTexts();
    void showCourse();
    void showState();
    void openTwin(int row);

    Session& session_;
    TwinTraining& training_;
    QString folder_;
    QStringList texts_;
    QComboBox *preset_, *measure_;
    QCheckBox *plain_, *meanSquare_, *cosine_;
    QList<QWidget*> choosing_;           // not while a training runs
    QDoubleSpinBox *meanSquareLambda_, *cosineLambda_;
    QSpinBox *steps_, *seed_;
    QLabel *folderName_, *textNames_, *state_, *readOut_;
    QPushButton *stories_, *start_, *cancel_, *export_, *open_;
    JobBar* bar_;
    TrainingChart* chart_;
    QTableWidget* table_;
};

}  // namespace strato
