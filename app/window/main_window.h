// The window: puts the panels together, opens what is dropped or chosen, and holds the menus.
#pragma once

#include <memory>

#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QStackedWidget>
#include <QTabWidget>

#include "app/window/answers_panel.h"
#include "app/window/appearance.h"
#include "app/window/charts_panel.h"
#include "app/window/heal_dialog.h"
#include "app/window/job_log.h"
#include "app/window/language.h"
#include "app/window/message_bar.h"
#include "app/window/named_plans_menu.h"
#include "app/window/notes_panel.h"
#include "app/window/plan_panel.h"
#include "app/window/plan_search.h"
#include "app/window/prediction_panel.h"
#include "app/window/run_panel.h"
#include "app/window/search_dialog.h"
#include "app/window/selection_panel.h"
#include "app/window/session.h"
#include "app/window/train_dialog.h"

namespace strato {

// What is worked on, whichever window shows it.
struct Work {
    Session session;
    PlanSearch search{session};
    PlanHealing healing{session};
    TwinTraining training{session};
    JobLog log{session};
};

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    // Without an appearance or a language there is none to choose; they must outlive the window.
    explicit MainWindow(Appearance* appearance = nullptr, Language* language = nullptr, std::shared_ptr<Work> work = std::make_shared<Work>());
    ~MainWindow() override;

    Session& session() { return session_; }
    ChartsPanel& charts() { return *charts_; }
    PlanSearch& search() { return search_; }
    PlanHealing& healing() { return healing_; }
    TwinTraining& training() { return work_->training; }
    void openDemo();
    // Another window on the same work is shown in the place of `before`, which ends. What runs goes on; what is chosen in the heads of views is
    // chosen anew.
    static std::unique_ptr<MainWindow> inPlaceOf(std::unique_ptr<MainWindow> before, Language* language);
    // Open "Find a plan", "Heal the plan" and "Train small models", which stay open beside the window.
    void findPlan();
    void healPlan();
    void trainModels();
    // Begins the tour, again if one is open.
    void takeTour();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void buildFileMenu();
    void buildEditMenu();
    void buildBlocksMenu(QMenu& menu);
    void buildRunMenu();
    void buildViewMenu(Appearance* appearance, Language* language);
    void buildShowMenu(QMenu& menu);
    void buildLanguageMenu(QMenu& menu, Language& language);
    void buildSimulationMenu(QMenu& menu);
    void buildHelpMenu();
    void showRecent();
    void showHistory();
    void showManual();
    void showShortcuts();
    void showPalette();
    void showLog();
    void showPreferences();
    void connectSession();
    void chooseModel();
    void chooseData();
    void chooseEvaluationData();
    QStringList askForTexts(const QString& title);
    void chooseRun();
    void chooseFromHub();
    void saveRunAs();
    void showTitle();
    void about();
    static void bringUp(QDialog& dialog);

    std::shared_ptr<Work> work_;
    Session& session_{work_->session};
    PlanSearch& search_{work_->search};
    PlanHealing& healing_{work_->healing};
    JobLog& log_{work_->log};
    QStackedWidget* pages_;
    QTabWidget* right_;
    MessageBar* messages_;
    ChartsPanel* charts_;
    PlanPanel* plan_;
    PredictionPanel* predictions_;
    AnswersPanel* answers_;
    SelectionPanel* selection_;
    NotesPanel* notes_;
    Appearance* appearance_;
    SearchDialog* searchDialog_;
    HealDialog* healDialog_;
    TrainDialog* trainDialog_ = nullptr;   // made when it is asked for
    RunPanel* run_;
    QLabel* readOut_;
    QMenu* recent_ = nullptr;
    QAction *saveRun_ = nullptr, *analyze_ = nullptr, *goOn_ = nullptr, *heal_ = nullptr, *cancel_ = nullptr;
};

}  // namespace strato
