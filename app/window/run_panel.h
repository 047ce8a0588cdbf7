// The left of the window: what is open, how it is to be analysed, Run and Cancel with progress.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QWidget>

#include "app/views/summary_panel.h"
#include "app/window/job_bar.h"
#include "app/window/session.h"

class QBoxLayout;

namespace strato {

class RunPanel : public QWidget {
    Q_OBJECT

public:
    RunPanel(Session& session, QWidget* parent = nullptr);

    AnalysisChoices choices() const;
    void setChoices(const AnalysisChoices& choices);
    // All that any view shows.
    void chooseEverything();

    Q_SIGNAL void openModelAsked();
    Q_SIGNAL void openDataAsked();

private:
    void buildChoices(QBoxLayout& layout);
    void buildRun(QBoxLayout& layout);
    void connectSession();
    void showChoices();
    void chooseForModel();
    void showState();
    void askEstimate();
    void showEstimate(const AnalysisEstimate& estimate);
    QString throughput() const;

    Session& session_;
    SummaryPanel* summary_;
    QSpinBox *tokens_, *window_, *folds_, *lens_;
    QComboBox* pairs_;
    QCheckBox* halves_;
    QPushButton *run_, *cancel_, *goOn_;
    std::filesystem::path chosenFor_;     // the model that choices were made for
    QString shown_;                       // the run file whose choices are shown, or were until they were changed
    JobBar* bar_;
    QLabel *progress_, *estimate_;
    QTimer estimating_;                   // once the choices rest
};

}  // namespace strato
