// The menus of the window: every command with its shortcut. The palette and the list of shortcuts are made of them.
#include "app/window/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QMenuBar>
#include <QUndoView>
#include <QVBoxLayout>

#include "app/views/map_chart.h"
#include "app/views/views.h"
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

// A command by the name that shortcuts are kept under.
QAction* adopt(QMenu& menu, const QByteArray& name, QAction* action, const QKeySequence& keys) {
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    menu.addAction(action);
    return action;
}

template <class Receiver, class Slot>
QAction* command(QMenu& menu, const QByteArray& name, const QString& text, const QKeySequence& keys, Receiver* receiver, Slot slot) {
    auto* action = new QAction(text, &menu);
    QObject::connect(action, &QAction::triggered, receiver, slot);
    return adopt(menu, name, action, keys);
}

}  // namespace

void MainWindow::buildFileMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&File"));
    command(menu, "openModel", tr("Open &model…"), QKeySequence::Open, this, &MainWindow::chooseModel);
    command(menu, "openFromHub", tr("Open from the &hub cache…"), tr("Ctrl+Alt+O"), this, &MainWindow::chooseFromHub);
    command(menu, "openTexts", tr("Open &texts…"), tr("Ctrl+T"), this, &MainWindow::chooseData);
    command(menu, "openEvaluationTexts", tr("Open texts to measure plans &on…"), {}, this, &MainWindow::chooseEvaluationData);
    QAction* own = command(menu, "measureOnAnalysed", tr("Measure plans on the &analysed texts"), {}, &session_, [this] { session_.setEvaluationData({}); });
    const auto offerOwn = [this, own] { own->setEnabled(!session_.evaluationData().isEmpty()); };
    connect(&session_, &Session::outcomeChanged, own, offerOwn);
    offerOwn();
    command(menu, "openQuestions", tr("Open &questions with choices…"), {}, answers_, &AnswersPanel::chooseTask);
    command(menu, "openRun", tr("Open &run…"), tr("Ctrl+Shift+O"), this, &MainWindow::chooseRun);
    recent_ = menu.addMenu(tr("Open re&cent"));
    recent_->setObjectName("recentMenu");
    connect(recent_, &QMenu::aboutToShow, this, &MainWindow::showRecent);
    showRecent();
    saveRun_ = command(menu, "saveRun", tr("&Save run as…"), QKeySequence::Save, this, &MainWindow::saveRunAs);
    menu.addSeparator();
    command(menu, "exportChart", tr("Export the shown &chart…"), tr("Ctrl+Shift+E"), charts_, &ChartsPanel::exportCurrent);
    command(menu, "exportPage", tr("Export a pa&ge of charts…"), tr("Ctrl+Alt+E"), charts_, &ChartsPanel::exportPage);
    command(menu, "exportBlocks", tr("Export chart “%1”…").arg(tr("Blocks")), {}, charts_, &ChartsPanel::exportStrip);
    command(menu, "exportPredictions", tr("Export chart “%1”…").arg(predictions_->chart().title()), {}, predictions_, &PredictionPanel::exportChart);
    command(menu, "exportModelCommand", tr("&Export model…"), tr("Ctrl+E"), plan_, &PlanPanel::exportModel);
    menu.addSeparator();
    command(menu, "openDemo", tr("Open the &demo"), {}, this, &MainWindow::openDemo)->setEnabled(!demoFolder().isEmpty());
    command(menu, "quit", tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
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
    QMenu& menu = *menuBar()->addMenu(tr("&Edit"));
    adopt(menu, "undo", session_.undoStack().createUndoAction(this, tr("&Undo")), QKeySequence::Undo);
    adopt(menu, "redo", session_.undoStack().createRedoAction(this, tr("&Redo")), {})->setShortcuts({tr("Ctrl+Shift+Z"), tr("Ctrl+Y")});
    command(menu, "history", tr("&History of the plan…"), tr("Ctrl+Shift+H"), this, &MainWindow::showHistory);
    menu.addSeparator();
    buildBlocksMenu(*menu.addMenu(tr("Selected &blocks")));
    command(menu, "keepAllBlocks", tr("&Keep all blocks"), {}, &session_, [this] { session_.setPlan({}); });
    auto* named = new NamedPlansMenu(session_, tr("&Named plans"), this);
    named->setObjectName("namedPlans");
    menu.addMenu(named);
    command(menu, "copyCut", tr("&Copy the cut in words of other tools"), tr("Ctrl+Shift+C"), plan_, &PlanPanel::copyCut);
    command(menu, "copyMeasuring", tr("Copy the co&mmand that measures the plan"), {}, plan_, &PlanPanel::copyCommand);
    menu.addSeparator();
    command(menu, "findWords", tr("&Find words in the prompts…"), tr("Ctrl+Shift+F"), charts_, &ChartsPanel::findWords);
    QAction* pin = command(menu, "pin", tr("&Pin the selected blocks"), tr("Ctrl+B"), &session_, &Session::pinSelection);
    connect(&session_, &Session::selectionChanged, pin, [this, pin] { pin->setEnabled(session_.selection().blocks || session_.selection().pinned); });
    pin->setEnabled(false);
    menu.addSeparator();
    command(menu, "preferences", tr("Preference&s…"), tr("Ctrl+,"), this, &MainWindow::showPreferences)->setMenuRole(QAction::PreferencesRole);
}

// For the palette and who looks for a command: on the charts letters do the same.
void MainWindow::buildBlocksMenu(QMenu& menu) {
    const std::pair<const char*, std::pair<QString, std::optional<ActionKind>>> offered[]{{"dropSelected", {tr("&Drop (D)"), ActionKind::drop}},
                                                                                          {"linearSelected", {tr("Replace by a &linear map (L)"), ActionKind::linear}},
                                                                                          {"lowRankSelected", {tr("Replace at low &rank (R)"), ActionKind::lowRank}},
                                                                                          {"mergeSelected", {tr("&Merge into the block before (M)"), ActionKind::merge}},
                                                                                          {"keepSelected", {tr("&Keep (K)"), std::nullopt}}};
    for (const auto& [name, what] : offered) {
        QAction* action = command(menu, name, what.first, {}, &session_, [this, kind = what.second] {
            if (const auto& blocks = session_.selection().blocks) session_.choose({*blocks, BlockPart::whole, kind});
        });
        const auto offer = [this, action] { action->setEnabled(session_.canEdit() && session_.selection().blocks); };
        for (auto signal : {&Session::runChanged, &Session::modelChanged}) connect(&session_, signal, action, offer);
        connect(&session_, &Session::selectionChanged, action, offer);
        offer();
    }
}

void MainWindow::buildRunMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Run"));
    menu.setToolTipsVisible(true);
    analyze_ = command(menu, "analyse", tr("&Analyse"), tr("Ctrl+R"), &session_, [this] { session_.analyze(run_->choices()); });
    goOn_ = command(menu, "goOnWithRun", tr("&Go on with the run"), {}, &session_, &Session::finishAnalysis);
    command(menu, "findAPlan", tr("&Find a plan…"), QKeySequence::Find, this, &MainWindow::findPlan);
    heal_ = command(menu, "healThePlan", tr("&Heal the plan…"), tr("Ctrl+H"), this, &MainWindow::healPlan);
    command(menu, "trainSmallModels", tr("&Train small models…"), tr("Ctrl+Shift+T"), this, &MainWindow::trainModels);
    cancel_ = command(menu, "cancelJobs", tr("&Cancel"), tr("Ctrl+."), &session_, [this] { session_.jobs().stopAll(); });
    menu.addSeparator();
    command(menu, "log", tr("&Log…"), tr("Ctrl+L"), this, &MainWindow::showLog);
}

void MainWindow::buildViewMenu(Appearance* appearance, Language* language) {
    QMenu& menu = *menuBar()->addMenu(tr("&View"));
    command(menu, "commands", tr("&Commands…"), tr("Ctrl+Shift+P"), this, &MainWindow::showPalette);
    buildShowMenu(*menu.addMenu(tr("&Show")));
    adopt(menu, "back", charts_->viewStack().createUndoAction(this, tr("&Back")), tr("Alt+Left"));
    adopt(menu, "forward", charts_->viewStack().createRedoAction(this, tr("For&ward")), tr("Alt+Right"));
    command(menu, "zoomIn", tr("Zoom &in"), QKeySequence::ZoomIn, charts_, [this] { charts_->zoomCurrent(MapChart::zoomStep); });
    command(menu, "zoomOut", tr("Zoom &out"), QKeySequence::ZoomOut, charts_, [this] { charts_->zoomCurrent(1 / MapChart::zoomStep); });
    command(menu, "showAllCells", tr("Zoom to &all"), tr("Ctrl+0"), charts_, [this] { charts_->zoomCurrent(0); });
    menu.addSeparator();
    buildSimulationMenu(*menu.addMenu(tr("Si&mulate")));
    if (language) buildLanguageMenu(*menu.addMenu(tr("&Language")), *language);
    if (!appearance) return;
    QMenu* appearances = menu.addMenu(tr("A&ppearance"));
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

// Every view and every tab, and more room for them.
void MainWindow::buildShowMenu(QMenu& menu) {
    int number = 0;
    for (const View& view : views().first(views().size() - 1)) {
        ++number;
        const QKeySequence keys = number <= 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)) : QKeySequence();
        command(menu, QByteArray("show-") + view.name, QCoreApplication::translate("View", view.tab), keys, charts_, [this, view] { charts_->show(view.name); });
    }
    menu.addSeparator();
    for (int tab = 0; tab < right_->count(); ++tab)
        command(menu, "tab-" + QByteArray::number(tab), tr("Tab “%1”").arg(right_->tabText(tab)), QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + tab)), right_, [this, tab] {
            right_->show();
            right_->setCurrentIndex(tab);
        });
    menu.addSeparator();
    const auto panel = [&](const char* name, const QString& text, const QKeySequence& keys, QWidget& widget) {
        QAction* action = command(menu, name, text, keys, &widget, [&widget](bool shown) { widget.setVisible(shown); });
        action->setCheckable(true);
        action->setChecked(true);
        return action;
    };
    panel("panel-left", tr("Panel at the left"), tr("F8"), *run_);
    QAction* right = panel("panel-right", tr("Panel at the right"), tr("F9"), *right_);
    connect(&menu, &QMenu::aboutToShow, right, [this, right] { right->setChecked(!right_->isHidden()); });
    QAction* full = command(menu, "fullScreen", tr("Full screen"), tr("F11"), this, [this](bool fullScreen) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, fullScreen)); });
    full->setCheckable(true);
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
        QAction* action = menu.addAction(text, this, [this, kind] {
            SimulatedVision::show(*charts_, kind);
            const auto* map = qobject_cast<const MapChart*>(&charts_->current());
            const QStringList alike = map ? map->alike([kind](const QColor& color) { return QColor(SimulatedVision::seen(color.rgb(), kind)); }) : QStringList();
            if (!alike.isEmpty()) messages_->showError(tr("Seen like this, marked cells of different values look alike: %1. Choose other colours or another range.").arg(alike.join("; ")));
        });
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
    QMenu& menu = *menuBar()->addMenu(tr("&Help"));
    command(menu, "manual", tr("&Manual"), {}, this, &MainWindow::showManual);
    QAction* shortcuts = command(menu, "shortcuts", tr("&Shortcuts"), Qt::Key_F1, this, &MainWindow::showShortcuts);
    shortcuts->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(tr("Ctrl+?"))});
    command(menu, "tour", tr("&Tour"), {}, this, &MainWindow::takeTour)->setEnabled(!demoFolder().isEmpty());
    menu.addSeparator();
    command(menu, "about", tr("&About Stratoscope"), {}, this, &MainWindow::about);
    command(menu, "aboutQt", tr("About &Qt"), {}, qApp, &QApplication::aboutQt);
    adoptShortcuts(*menuBar());
}

void MainWindow::showManual() { showForAWhile(new ManualWindow(this)); }
void MainWindow::showShortcuts() { showForAWhile(new ShortcutList(*menuBar(), this)); }
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
