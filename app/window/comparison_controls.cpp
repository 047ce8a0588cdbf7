#include "app/window/comparison_controls.h"

#include <algorithm>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QMimeData>
#include <QSettings>

#include "app/views/core_words.h"
#include "app/window/recent_files.h"

namespace strato {

namespace {

QStringList runsIn(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile() && url.toLocalFile().endsWith(".strato")) files << url.toLocalFile();
    return files;
}

}  // namespace

ComparisonControls::ComparisonControls(Session& session, ComparisonChart& chart)
    : session_(session), chart_(chart), clear_(new QToolButton), warnings_(new QLabel) {
    auto* add = new QToolButton;
    add->setText(tr("Add runs…"));
    add->setObjectName("addRuns");
    add->setToolTip(tr("Run files of other models or checkpoints; they can also be dropped on the chart"));
    add->setPopupMode(QToolButton::InstantPopup);
    auto* offers = new QMenu(add);
    add->setMenu(offers);
    connect(offers, &QMenu::aboutToShow, this, [this, offers] {
        offers->clear();
        QStringList runs = files();
        for (const QString& file : recentFiles(Recent::run))
            if (file != session_.runFile() && !runs.contains(file)) runs << file;
        for (const QString& file : runs) {
            QAction* action = offers->addAction(recentName(file).replace('&', "&&"), this, [this, file] { files().contains(file) ? remove(file) : this->add({file}); });
            action->setToolTip(file);
            action->setCheckable(true);
            action->setChecked(files().contains(file));
        }
        offers->addSeparator();
        offers->addAction(tr("From a file…"), this, &ComparisonControls::ask);
    });
    clear_->setText(tr("Clear"));
    clear_->setObjectName("removeRuns");
    clear_->setToolTip(tr("Removes the runs that were added"));
    warnings_->setObjectName("comparisonWarnings");
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    for (QWidget* widget : std::initializer_list<QWidget*>{add, clear_, warnings_}) layout->addWidget(widget);
    chart.setAcceptDrops(true);
    chart.installEventFilter(this);
    connect(clear_, &QToolButton::clicked, this, [this] {
        setOthers({});
    });
    connect(&session_, &Session::runChanged, this, &ComparisonControls::showState);
    connect(&session_, &Session::viewChanged, this, &ComparisonControls::takeUp);
    showState();
}

void ComparisonControls::ask() {
    const QString folder = QSettings().value("open/run", runFolder()).toString();
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Add runs to compare with"), folder, tr("Runs (*.strato)"));
    if (!files.isEmpty()) add(files);
}

void ComparisonControls::add(const QStringList& files) {
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files) paths.emplace_back(file.toStdString());
    session_.jobs().start<std::vector<ComparedRun>>(
        Lane::compare, tr("Reading runs"), [paths](const JobContext&, const Post&) { return compareRuns(paths).runs; },
        [controls = QPointer(this)](std::vector<ComparedRun> added) {
            if (!controls) return;
            // What is there already, by another way or asked for twice, is there once.
            std::vector<ComparedRun> others = controls->chart_.others();
            for (ComparedRun& run : added)
                if (std::none_of(others.begin(), others.end(), [&](const ComparedRun& known) { return known.file == run.file; })) others.push_back(std::move(run));
            controls->setOthers(std::move(others));
        },
        [&session = session_](const JobEnd& end) {
            if (end.kind == JobEnd::Kind::failed) emit session.failed(end.error);
        });
}

void ComparisonControls::remove(const QString& file) {
    std::vector<ComparedRun> others = chart_.others();
    std::erase_if(others, [&](const ComparedRun& run) { return run.file.string() == file.toStdString(); });
    setOthers(std::move(others));
}

void ComparisonControls::setOthers(std::vector<ComparedRun> others) {
    chart_.setOthers(std::move(others));
    session_.setComparedRuns(files());
    showState();
}

QStringList ComparisonControls::files() const {
    QStringList files;
    for (const ComparedRun& run : chart_.others()) files << QString::fromStdString(run.file.string());
    return files;
}

// What the run that was opened was compared with, as far as it is still there.
void ComparisonControls::takeUp() {
    QStringList kept = session_.comparedRuns();
    kept.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    if (kept == files()) return;
    chart_.setOthers({});
    if (kept.isEmpty()) showState();
    else add(kept);
}

void ComparisonControls::showState() {
    clear_->setEnabled(!chart_.others().empty());
    QStringList doubts;
    for (const std::string& warning : chart_.warnings()) doubts << coreWords(warning);
    warnings_->setVisible(!doubts.isEmpty() && chart_.others().size() > 0);
    warnings_->setText(QString("⚠ %1").arg(doubts.size()));
    warnings_->setToolTip(doubts.join("\n"));
    warnings_->setAccessibleName(doubts.join("\n"));
    emit changed();
}

bool ComparisonControls::eventFilter(QObject* object, QEvent* event) {
    if (object != &chart_ || (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop)) return false;
    auto& drop = static_cast<QDropEvent&>(*event);
    const QStringList files = runsIn(*drop.mimeData());
    if (files.isEmpty()) return false;
    drop.acceptProposedAction();
    if (event->type() == QEvent::Drop) add(files);
    return true;
}

}  // namespace strato
