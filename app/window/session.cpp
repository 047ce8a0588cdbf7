#include "app/window/session.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "app/views/core_words.h"
#include "core/base/error.h"
#include "core/runs/analyze.h"
#include "core/runs/heal_plan.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

std::filesystem::path toPath(const QString& text) { return text.toStdString(); }

}  // namespace

void Session::tell(const JobEnd& end) {
    if (end.kind == JobEnd::Kind::failed) emit failed(end.error);
}

void Session::open(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir()) openModel(path);
    else if (info.suffix() == "strato") openRun(path);
    else if (info.exists()) setData({path});
    else emit failed(tr("'%1' does not exist; open a model folder, a run file (*.strato) or a text").arg(path));
}

void Session::open(const QStringList& paths) {
    QStringList texts;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        if (info.isFile() && info.suffix() != "strato") texts << path;
        else open(path);
    }
    if (!texts.isEmpty()) setData(texts);
}

// What is being exported is finished.
void Session::stopMeasuring() {
    for (const Lane lane : {Lane::analyze, Lane::measure, Lane::search, Lane::heal}) jobs_.stop(lane);
}

void Session::openModel(const QString& folder) {
    stopMeasuring();
    jobs_.start<ModelSummary>(
        Lane::open, tr("Opening"), [folder = QDir(folder).absolutePath()](const JobContext&, const Post&) { return inspectModel(toPath(folder)); },
        [this](const ModelSummary& model) { adoptModel(model); },
        [this](const JobEnd& end) {
            tell(end);
            // What was to be analysed could not be opened; the next texts are not meant for what is open instead.
            if (end.kind == JobEnd::Kind::failed) analyzeWhenReady_.reset();
        });
}

void Session::adoptModel(const ModelSummary& model) {
    model_ = model;
    forgetRun();
    forgetPlan();
    emit modelChanged();
    if (!model.supported) emit failed(tr("This model can't be run: %1").arg(coreWords(model.reason)));
    if (analyzeWhenReady_ && canAnalyze()) analyze(*std::exchange(analyzeWhenReady_, std::nullopt));
}

void Session::openRun(const QString& file) {
    struct Opened {
        std::shared_ptr<const Run> run;
        std::optional<ModelSummary> model;   // if its folder is still there
        std::vector<std::string> healed;
        std::string choices;
    };
    stopMeasuring();
    jobs_.start<Opened>(
        Lane::open, tr("Opening"),
        [file](const JobContext&, const Post&) {
            const RunFile run = RunFile::open(toPath(file));
            Opened opened{std::make_shared<const Run>(run.read()), {}, healedPlans(toPath(file)), run.readChoices(choicesName)};
            try {
                opened.model = inspectModel(opened.run->model.folder);
            } catch (const Error&) {
                // The run is shown as it is; only what-if needs the model.
            }
            return opened;
        },
        [this, file](const Opened& opened) {
            const bool same = opened.model && opened.model->fingerprint == opened.run->model.fingerprint;
            analyzeWhenReady_.reset();
            forgetRun();
            forgetPlan();
            model_ = same ? *opened.model : opened.run->model;
            if (!same) model_->supported = false;
            if (!same) model_->reason = "the folder '" + opened.run->model.folder.string() + "' is gone or no longer holds the model that this run is of";
            data_.clear();
            for (const std::string& name : opened.run->data.files) data_ << QString::fromStdString(name);
            runFile_ = QFileInfo(file).absoluteFilePath();
            emit modelChanged();
            emit dataChanged();
            healedPlans_ = {opened.healed.begin(), opened.healed.end()};
            adoptRun(opened.run);
            takeChoices(opened.choices);
            if (!same) emit failed(tr("The run is shown, but its plans can't be measured: %1").arg(coreWords(model_->reason)));
            else measure();
        },
        [this](const JobEnd& end) { tell(end); });
}

void Session::setData(const QStringList& files) {
    data_.clear();
    for (const QString& file : files) data_ << QFileInfo(file).absoluteFilePath();
    emit dataChanged();
    if (analyzeWhenReady_ && canAnalyze()) analyze(*std::exchange(analyzeWhenReady_, std::nullopt));
}

bool Session::canEdit() const { return run_ && model_ && model_->supported; }

void Session::forgetRun() {
    if (keeping_.isActive()) keepChoices();
    for (const Lane lane : {Lane::measure, Lane::search, Lane::heal}) jobs_.stop(lane);
    run_.reset();
    runFile_.clear();
    healedPlans_.clear();
    forgetOutcomes();
    emit runChanged();
}

void Session::tellEverything() {
    if (model_) emit modelChanged();
    if (!data_.isEmpty()) emit dataChanged();
    for (auto signal : {&Session::runChanged, &Session::planChanged, &Session::selectionChanged, &Session::viewChanged, &Session::notesChanged, &Session::namedPlansChanged,
                        &Session::outcomeChanged, &Session::actionInHandChanged})
        emit (this->*signal)();
}

void Session::forgetPlan() {
    plan_ = {};
    selection_ = {};
    notes_.clear();
    namedPlans_.clear();
    undoStack_.clear();
    for (auto signal : {&Session::planChanged, &Session::selectionChanged, &Session::notesChanged, &Session::namedPlansChanged}) emit (this->*signal)();
}

void Session::adoptRun(const std::shared_ptr<const Run>& run) {
    run_ = run;
    emit runChanged();
}

void Session::setSelection(const Selection& selection) {
    const Selection before = std::exchange(selection_, selection);
    selection_.pinned = before.pinned;
    selection_.pinnedToken = before.pinnedToken;
    emit selectionChanged();
    keepSoon();
}

void Session::pinSelection() {
    const bool unpins = selection_.isPinned();
    selection_.pinned = unpins ? std::nullopt : selection_.blocks;
    selection_.pinnedToken = unpins ? std::nullopt : selection_.token;
    emit selectionChanged();
    keepSoon();
}

void Session::setView(const QString& name) {
    if (name == view_) return;
    view_ = name;
    keepSoon();
}

void Session::namePlan(const QString& name) {
    namedPlans_[name] = plan_;
    emit namedPlansChanged();
    keepSoon();
}

void Session::forgetPlanNamed(const QString& name) {
    namedPlans_.remove(name);
    emit namedPlansChanged();
    keepSoon();
}

void Session::setNotes(const QString& notes) {
    if (notes == notes_) return;
    notes_ = notes;
    keepSoon();
}

void Session::saveRun(const QString& file) {
    if (QFileInfo(file).absoluteFilePath() == QFileInfo(runFile_).absoluteFilePath()) return;
    QFile source(runFile_);
    QSaveFile target(file);
    bool written = source.open(QIODevice::ReadOnly) && target.open(QIODevice::WriteOnly);
    while (written && !source.atEnd()) {
        const QByteArray piece = source.read(1 << 20);
        written = !piece.isEmpty() && target.write(piece) == piece.size();
    }
    if (!written || !target.commit()) {
        emit failed(tr("The run can't be saved as %1: %2").arg(file, source.error() != QFileDevice::NoError ? source.errorString() : target.errorString()));
        return;
    }
    emit succeeded(tr("Saved: %1").arg(file));
}

}  // namespace strato
