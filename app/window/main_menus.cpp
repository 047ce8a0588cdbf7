// The menus of the window: every command with its shortcut. The palette and the list of shortcuts are made of them.
#include "app/window/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QMenuBar>
#include <QUndoView>
#include <QVBoxLayout>

#include "app/window/command_palette.h"
#include "app/window/demo.h"
#include "app/window/manual_window.h"
#include "app/window/preferences.h"
#include "app/window/recent_files.h"
#include "app/window/shortcut_list.h"
#include "app/window/simulated_vision.h"
#include "app/window/tour.h"

namespace strato {

namespace {

// Beside the window, until it is closed.
void showForAWhile(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

}  // namespace

void MainWindow::buildFileMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->addAction(tr("Open &model…"), QKeySequence::Open, this, &MainWindow::chooseModel);
    menu->addAction(tr("Open from the &hub cache…"), QKeySequence(tr("Ctrl+Alt+O")), this, &MainWindow::chooseFromHub);
    menu->addAction(tr("Open &texts…"), QKeySequence(tr("Ctrl+T")), this, &MainWindow::chooseData);
    menu->addAction(tr("Open texts to measure plans &on…"), this, &MainWindow::chooseEvaluationData);
    menu->addAction(tr("Open &questions with choices…"), answers_, &AnswersPanel::chooseTask);
    menu->addAction(tr("Open &run…"), QKeySequence(tr("Ctrl+Shift+O")), this, &MainWindow::chooseRun);
    recent_ = menu->addMenu(tr("Open re&cent"));
    recent_->setObjectName("recentMenu");
    connect(recent_, &QMenu::aboutToShow, this, &MainWindow::showRecent);
    showRecent();
    saveRun_ = menu->addAction(tr("&Save run as…"), QKeySequence::Save, this, &MainWindow::saveRunAs);
    menu->addSeparator();
    menu->addAction(tr("Export the shown &chart…"), QKeySequence(tr("Ctrl+Shift+E")), charts_, &ChartsPanel::exportCurrent);
    menu->addAction(tr("Export chart “%1”…").arg(tr("Blocks")), charts_, &ChartsPanel::exportStrip);
    menu->addAction(tr("Export chart “%1”…").arg(predictions_->chart().title()), predictions_, &PredictionPanel::exportChart);
    menu->addAction(tr("&Export model…"), QKeySequence(tr("Ctrl+E")), plan_, &PlanPanel::exportModel);
    menu->addSeparator();
    menu->addAction(tr("Open the &demo"), this, &MainWindow::openDemo)->setEnabled(!demoFolder().isEmpty());
    menu->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

// What is gone meanwhile is no longer offered.
void MainWindow::showRecent() {
    recent_->clear();
    const auto add = [this](Recent kind, const QString& title, void (Session::*open)(const QString&)) {
        const QStringList files = recentFiles(kind);
        if (files.isEmpty()) return;
        recent_->addSection(title);
        for (const QString& file : files)
            recent_->addAction(fontMetrics().elidedText(recentName(file), Qt::ElideMiddle, 480).replace('&', "&&"), &session_, [this, file, open] { (session_.*open)(file); })
                ->setToolTip(file);
    };
    add(Recent::model, tr("Models"), &Session::openModel);
    add(Recent::run, tr("Runs"), &Session::openRun);
    add(Recent::texts, tr("Texts"), &Session::open);
    recent_->addSeparator();
    recent_->addAction(tr("&Forget these"), this, [this] {
        forgetRecent();
        showRecent();
    })->setEnabled(!recent_->isEmpty());
}

void MainWindow::buildEditMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = session_.undoStack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = session_.undoStack().createRedoAction(this, tr("&Redo"));
    redo->setShortcuts(QKeySequence::Redo);
    menu->addActions({undo, redo});
    menu->addAction(tr("&History of the plan…"), QKeySequence(tr("Ctrl+Shift+H")), this, &MainWindow::showHistory);
    menu->addSeparator();
    menu->addAction(tr("&Keep all blocks"), &session_, [this] { session_.setPlan({}); });
    auto* named = new NamedPlansMenu(session_, tr("&Named plans"), this);
    named->setObjectName("namedPlans");
    menu->addMenu(named);
    menu->addSeparator();
    menu->addAction(tr("&Find words in the prompts…"), QKeySequence(tr("Ctrl+Shift+F")), charts_, &ChartsPanel::findWords);
    QAction* pin = menu->addAction(tr("&Pin the selected blocks"), QKeySequence(tr("Ctrl+B")), &session_, &Session::pinSelection);
    connect(&session_, &Session::selectionChanged, pin, [this, pin] { pin->setEnabled(session_.selection().blocks || session_.selection().pinned); });
    pin->setEnabled(false);
    menu->addSeparator();
    menu->addAction(tr("Preference&s…"), QKeySequence(tr("Ctrl+,")), this, &MainWindow::showPreferences)->setMenuRole(QAction::PreferencesRole);
}

void MainWindow::buildRunMenu() {
    QMenu* run = menuBar()->addMenu(tr("&Run"));
    analyze_ = run->addAction(tr("&Analyse"), QKeySequence(tr("Ctrl+R")), &session_, [this] { session_.analyze(run_->choices()); });
    goOn_ = run->addAction(tr("&Go on with the run"), &session_, &Session::finishAnalysis);
    run->addAction(tr("&Find a plan…"), QKeySequence::Find, this, &MainWindow::findPlan);
    heal_ = run->addAction(tr("&Heal the plan…"), QKeySequence(tr("Ctrl+H")), this, &MainWindow::healPlan);
    run->setToolTipsVisible(true);
    cancel_ = run->addAction(tr("&Cancel"), QKeySequence(tr("Ctrl+.")), &session_, [this] { session_.jobs().stopAll(); });
    run->addSeparator();
    run->addAction(tr("&Log…"), QKeySequence(tr("Ctrl+L")), this, &MainWindow::showLog);
}

void MainWindow::buildViewMenu(Appearance* appearance, Language* language) {
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    menu->addAction(tr("&Commands…"), QKeySequence(tr("Ctrl+Shift+P")), this, &MainWindow::showPalette);
    buildSimulationMenu(*menu->addMenu(tr("&Simulate")));
    if (language) buildLanguageMenu(*menu->addMenu(tr("&Language")), *language);
    if (!appearance) return;
    QMenu* appearances = menu->addMenu(tr("&Appearance"));
    auto* group = new QActionGroup(this);
    const auto add = [&](const QString& text, Appearance::Mode mode) {
        QAction* action = appearances->addAction(text, appearance, [appearance, mode] { appearance->choose(mode); });
        action->setCheckable(true);
        action->setChecked(appearance->mode() == mode);
        group->addAction(action);
    };
    add(tr("As the &desktop"), Appearance::Mode::system);
    add(tr("&Light"), Appearance::Mode::light);
    add(tr("D&ark"), Appearance::Mode::dark);
}

// Each by its own name, for who can't read the present one.
void MainWindow::buildLanguageMenu(QMenu& menu, Language& language) {
    auto* group = new QActionGroup(this);
    for (const Language::Offered& each : Language::offered()) {
        QAction* action = menu.addAction(each.name, this, [&language, code = each.code] { language.choose(code); });
        action->setCheckable(true);
        action->setChecked(each.code == language.code());
        group->addAction(action);
    }
}

// How the charts look to others, and in grey print.
void MainWindow::buildSimulationMenu(QMenu& menu) {
    auto* group = new QActionGroup(this);
    const auto add = [&](const QString& text, SimulatedVision::Kind kind) {
        QAction* action = menu.addAction(text, this, [this, kind] { SimulatedVision::show(*charts_, kind); });
        action->setCheckable(true);
        action->setChecked(kind == SimulatedVision::Kind::none);
        group->addAction(action);
    };
    add(tr("&Nothing"), SimulatedVision::Kind::none);
    add(tr("No &red cones (protanopia)"), SimulatedVision::Kind::protanopia);
    add(tr("No &green cones (deuteranopia)"), SimulatedVision::Kind::deuteranopia);
    add(tr("No &blue cones (tritanopia)"), SimulatedVision::Kind::tritanopia);
    add(tr("Gre&y print"), SimulatedVision::Kind::grey);
}

void MainWindow::buildHelpMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(tr("&Manual"), this, &MainWindow::showManual);
    QAction* shortcuts = menu->addAction(tr("&Shortcuts"), this, &MainWindow::showShortcuts);
    shortcuts->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(tr("Ctrl+?"))});
    menu->addAction(tr("&Tour"), this, &MainWindow::takeTour)->setEnabled(!demoFolder().isEmpty());
    menu->addSeparator();
    menu->addAction(tr("&About Stratoscope"), this, &MainWindow::about);
    menu->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::showManual() { showForAWhile(new ManualWindow(this)); }
void MainWindow::showShortcuts() { showForAWhile(new ShortcutList(menuCommands(*menuBar()), this)); }
void MainWindow::showLog() { showForAWhile(new LogDialog(log_, this)); }
void MainWindow::showPreferences() { showForAWhile(new PreferencesDialog(appearance_, this)); }
void MainWindow::showPalette() { showForAWhile(new CommandPalette(menuCommands(*menuBar()), this)); }

void MainWindow::takeTour() {
    delete findChild<Tour*>();
    new Tour(*this);
}

// A click on a step goes back, or forth, to it.
void MainWindow::showHistory() {
    auto* dialog = new QDialog(this);
    dialog->setObjectName("history");
    dialog->setWindowTitle(tr("History of the plan"));
    auto* steps = new QUndoView(&session_.undoStack());
    steps->setEmptyLabel(tr("as opened"));
    steps->setObjectName("historyList");
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins({});
    layout->addWidget(steps);
    dialog->resize(320, 420);
    showForAWhile(dialog);
}

}  // namespace strato
