#include "app/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "app/window/demo.h"
#include "app/window/hub_dialog.h"
#include "app/window/recent_files.h"
#include "app/window/scrollable.h"
#include "app/window/welcome_page.h"
#include "core/runs/version.h"

// Resources of a static library are there only once they are asked for, and this must stand outside of any namespace.
static void loadResources() { Q_INIT_RESOURCE(resources); }

namespace strato {

namespace {

QStringList localFiles(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    return files;
}

QString lastFolder(const char* key) { return QSettings().value(key, QDir::homePath()).toString(); }

}  // namespace

MainWindow::MainWindow(Appearance* appearance, Language* language, std::shared_ptr<Work> work)
    : work_(std::move(work)), pages_(new QStackedWidget), messages_(new MessageBar(this)), charts_(new ChartsPanel(session_)), plan_(new PlanPanel(session_, healing_)),
      predictions_(new PredictionPanel(session_)), answers_(new AnswersPanel(session_)), selection_(new SelectionPanel(session_)), notes_(new NotesPanel(session_)),
      appearance_(appearance), searchDialog_(new SearchDialog(session_, search_, this)),
      healDialog_(new HealDialog(session_, healing_, this)), run_(new RunPanel(session_)),
      readOut_(new QLabel) {
    loadResources();
    setWindowIcon(QIcon(":/icon/stratoscope.svg"));
    setAcceptDrops(true);
    buildCentre();
    buildFileMenu();
    buildEditMenu();
    buildRunMenu();
    buildViewMenu(appearance, language);
    buildHelpMenu();
    readOut_->setObjectName("readOut");
    readOut_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // A long read-out must not widen the window.
    readOut_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    statusBar()->addWidget(readOut_, 1);
    connectSession();
    showTitle();
    resize(1280, 800);
    restoreGeometry(QSettings().value("window/geometry").toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    auto* splitter = new QSplitter;
    splitter->addWidget(run_);
    splitter->addWidget(scrollable(charts_));
    right_ = new QTabWidget;
    right_->setObjectName("right");
    right_->setDocumentMode(true);
    right_->addTab(plan_, tr("Plan"));
    right_->addTab(scrollable(predictions_), tr("Measured"));
    right_->addTab(scrollable(answers_), tr("Answers"));
    right_->addTab(scrollable(selection_), tr("Block"));
    right_->addTab(notes_, tr("Notes"));
    splitter->addWidget(right_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({236, 694, 350});
    splitter->setChildrenCollapsible(false);
    run_->setMinimumWidth(220);
    right_->setMinimumWidth(350);
    splitter->widget(1)->setMinimumWidth(420);
    auto* welcome = new WelcomePage;
    connect(welcome, &WelcomePage::openModelAsked, this, &MainWindow::chooseModel);
    connect(welcome, &WelcomePage::openRunAsked, this, &MainWindow::chooseRun);
    connect(welcome, &WelcomePage::demoAsked, this, &MainWindow::openDemo);
    connect(welcome, &WelcomePage::recentAsked, &session_, &Session::openRun);
    connect(welcome, &WelcomePage::tourAsked, this, &MainWindow::takeTour);
    pages_->addWidget(welcome);
    pages_->addWidget(splitter);
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->addWidget(pages_, 1);
    setCentralWidget(centre);
    connect(run_, &RunPanel::openModelAsked, this, &MainWindow::chooseModel);
    connect(run_, &RunPanel::openDataAsked, this, &MainWindow::chooseData);
    connect(plan_, &PlanPanel::searchAsked, this, &MainWindow::findPlan);
    connect(plan_, &PlanPanel::healingAsked, this, &MainWindow::healPlan);
    connect(charts_, &ChartsPanel::readOut, readOut_, &QLabel::setText);
}

void MainWindow::connectSession() {
    connect(&session_, &Session::failed, messages_, &MessageBar::showError);
    connect(&session_, &Session::succeeded, messages_, &MessageBar::showNotice);
    connect(&session_, &Session::mended, messages_, &MessageBar::hideError);
    connect(&session_, &Session::modelChanged, messages_, &QWidget::hide);
    connect(&session_, &Session::planChanged, messages_, &MessageBar::hideNotice);
    connect(&session_, &Session::modelChanged, this, [this] {
        pages_->setCurrentIndex(1);
        showTitle();
        rememberRecent(Recent::model, QString::fromStdString(session_.model()->folder.string()));
    });
    connect(&session_, &Session::dataChanged, this, [this] {
        pages_->setCurrentIndex(1);
        for (const QString& file : session_.data()) rememberRecent(Recent::texts, file);
    });
    connect(&session_, &Session::runChanged, this, [this] {
        if (!session_.runFile().isEmpty() && session_.run() && recentFiles(Recent::run).value(0) != session_.runFile()) {
            QStringList texts;
            for (const std::string& file : session_.run()->data.files) texts << QString::fromStdString(file);
            rememberRun(session_.runFile(), texts, session_.run()->data.tokens);
        }
    });
    const auto enable = [this] {
        saveRun_->setEnabled(session_.run() && !session_.jobs().isBusy(Lane::analyze));
        analyze_->setEnabled(session_.canAnalyze());
        goOn_->setEnabled(session_.canFinishAnalysis());
        cancel_->setEnabled(session_.jobs().isBusy());
    };
    for (auto signal : {&Session::runChanged, &Session::modelChanged, &Session::dataChanged}) connect(&session_, signal, this, enable);
    connect(&session_.jobs(), &JobRunner::busyChanged, this, enable);
    enable();
    const auto enableHealing = [this] {
        const QString reason = healing_.whyNotPlan();
        heal_->setEnabled(reason.isEmpty() || healing_.isRunning() || healing_.stoppedPlan());
        heal_->setToolTip(reason.isEmpty() ? tr("Trains the maps of the plan to follow the unedited model") : reason);
    };
    connect(&healing_, &PlanHealing::changed, this, enableHealing);
    enableHealing();
}

void MainWindow::chooseModel() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a model folder"), lastFolder("open/model"));
    if (folder.isEmpty()) return;
    QSettings().setValue("open/model", QFileInfo(folder).absolutePath());
    session_.openModel(folder);
}

QStringList MainWindow::askForTexts(const QString& title) {
    const QStringList files = QFileDialog::getOpenFileNames(this, title, lastFolder("open/data"), tr("Texts (*.txt *.jsonl *.ndjson *.csv);;All files (*)"));
    if (!files.isEmpty()) QSettings().setValue("open/data", QFileInfo(files[0]).absolutePath());
    return files;
}

void MainWindow::chooseData() {
    const QStringList files = askForTexts(tr("Open texts to analyse"));
    if (!files.isEmpty()) session_.setData(files);
}

void MainWindow::chooseEvaluationData() {
    const QStringList files = askForTexts(tr("Open texts to measure plans on"));
    if (!files.isEmpty()) session_.setEvaluationData(files);
}

void MainWindow::chooseRun() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a run"), QSettings().value("open/run", runFolder()).toString(), tr("Runs (*.strato)"));
    if (file.isEmpty()) return;
    QSettings().setValue("open/run", QFileInfo(file).absolutePath());
    session_.openRun(file);
}

void MainWindow::saveRunAs() {
    QFileDialog dialog(this, tr("Save the run as"), lastFolder("open/run"), tr("Runs (*.strato)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix("strato");
    dialog.selectFile(QFileInfo(session_.runFile()).fileName());
    if (dialog.exec() != QDialog::Accepted) return;
    session_.saveRun(dialog.selectedFiles().constFirst());
}

void MainWindow::openDemo() {
    const QString folder = demoFolder();
    if (folder.isEmpty()) return;
    session_.openModel(folder + "/plain");
    session_.setData({folder + "/prompts.jsonl"});
    run_->chooseEverything();
    session_.analyze(run_->choices());
}

std::unique_ptr<MainWindow> MainWindow::inPlaceOf(std::unique_ptr<MainWindow> before, Language* language) {
    auto after = std::make_unique<MainWindow>(before->appearance_, language, before->work_);
    after->setGeometry(before->geometry());
    after->show();
    after->session_.tellEverything();
    emit after->search_.changed();
    emit after->healing_.changed();
    after->run_->setChoices(before->run_->choices());
    after->right_->setCurrentIndex(before->right_->currentIndex());
    after->charts_->takeComparison(*before->charts_);
    return after;
}

void MainWindow::bringUp(QDialog& dialog) {
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}

void MainWindow::findPlan() { bringUp(*searchDialog_); }
void MainWindow::healPlan() { bringUp(*healDialog_); }

void MainWindow::trainModels() {
    if (!trainDialog_) trainDialog_ = new TrainDialog(session_, work_->training, this);
    bringUp(*trainDialog_);
}

void MainWindow::chooseFromHub() {
    auto* dialog = new HubDialog(session_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showTitle() {
    const auto& model = session_.model();
    setWindowTitle(model ? tr("%1 – Stratoscope").arg(QString::fromStdString(model->folder.filename().string())) : tr("Stratoscope"));
}

void MainWindow::about() {
    QMessageBox::about(this, tr("About Stratoscope"),
                       tr("<h3>Stratoscope %1</h3><p>An explorer of layer geometry in language models. It rests on <i>Your Transformer is Secretly Linear</i> "
                          "(Razzhigaev et al., ACL 2024, <a href='https://arxiv.org/abs/2405.12250'>arXiv 2405.12250</a>).</p><p>Licence: GPL-3.0-or-later.</p>")
                           .arg(QString::fromStdString(version())));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!localFiles(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    session_.open(localFiles(*event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings().setValue("window/geometry", saveGeometry());
    event->accept();
}

}  // namespace strato
