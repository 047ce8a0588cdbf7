#include "app/window/session.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include "app/views/core_words.h"
#include "app/window/preferences.h"
#include "core/base/error.h"
#include "core/runs/analyze.h"
#include "core/runs/heal_plan.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

std::filesystem::path toPath(const QString& text) { return text.toStdString(); }

// Runs are kept where the user's data lives until they are saved elsewhere; the time in the name keeps each.
QString newRunFile(const ModelSummary& model) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/runs";
    if (!QDir().mkpath(folder)) throw Error("the folder '" + folder.toStdString() + "' can't be made, so the run can't be kept; check its permissions");
    const QString time = QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss-zzz");
    return QString("%1/%2-%3.strato").arg(folder, QString::fromStdString(model.folder.filename().string()), time);
}

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

// A model that is being opened takes the place of the one that is open.
bool Session::canAnalyze() const {
    return model_ && model_->supported && !data_.isEmpty() && !jobs_.isBusy(Lane::analyze) && !jobs_.isBusy(Lane::open);
}

bool Session::canEdit() const { return run_ && model_ && model_->supported; }

void Session::analyze(const AnalysisChoices& choices) {
    if (!canAnalyze()) {
        analyzeWhenReady_ = choices;
        return;
    }
    AnalysisRequest request;
    try {
        request.run = toPath(newRunFile(*model_));
    } catch (const Error& error) {
        emit failed(error.what());
        return;
    }
    request.model = model_->folder;
    for (const QString& file : data_) request.data.push_back(toPath(file));
    request.tokens = choices.tokens;
    request.sequenceLength = choices.sequenceLength;
    request.folds = choices.folds;
    if (choices.halves) request.measures.emplace_back("halves");
    request.pairs = choices.pairs;
    request.lensTokens = choices.lensTokens;
    request.compute = preferredCompute();
    startAnalysis(request);
}

AnalysisChoices AnalysisChoices::of(const Run& run) {
    const AnalysisSettings& settings = run.settings;
    const auto& measures = settings.measures;
    const bool usualWindow = settings.sequenceLength == usualSequenceLength(run.model.contextLength);
    return {.tokens = settings.tokens == usualTokens(run.model.hiddenSize) ? -1 : settings.tokens, .sequenceLength = usualWindow ? 0 : settings.sequenceLength, .folds = settings.folds,
            .halves = std::find(measures.begin(), measures.end(), "halves") != measures.end(), .pairs = settings.pairs, .lensTokens = settings.lensTokens};
}

// Of a run that ended there is the time that it took.
bool Session::canFinishAnalysis() const {
    return canAnalyze() && canEdit() && run_->timing.totalSeconds <= 0 && !runFile_.isEmpty();
}

void Session::finishAnalysis() {
    if (!canFinishAnalysis()) return;
    const AnalysisSettings& settings = run_->settings;
    AnalysisRequest request;
    request.model = model_->folder;
    for (const std::string& file : run_->data.files) request.data.emplace_back(file);
    request.run = toPath(runFile_);
    request.textField = settings.textField;
    request.sequenceLength = settings.sequenceLength;
    request.tokens = settings.tokens;
    request.chunkCharacters = settings.chunkCharacters;
    request.skipFirstToken = settings.skipFirstToken;
    request.folds = settings.folds;
    request.measures = settings.measures;
    request.pairs = settings.pairs;
    request.lensTokens = settings.lensTokens;
    request.resume = true;
    request.compute = preferredCompute();
    request.compute.device = settings.device;
    request.compute.dtype = settings.dtype;
    startAnalysis(request);
}

void Session::startAnalysis(const AnalysisRequest& request) {
    jobs_.stop(Lane::measure);
    // What is shown stays until the new run has something to show.
    const auto adopt = [this, file = QString::fromStdString(request.run.string())](const std::shared_ptr<const Run>& run) {
        if (runFile_ != file) forgetRun();
        runFile_ = file;
        adoptRun(run);
    };
    jobs_.start<Run>(
        Lane::analyze, tr("Analysing"),
        [request, adopt](const JobContext& job, const Post& post) {
            return analyzeModel(request, [&](const std::shared_ptr<const Run>& run) { post([adopt, run] { adopt(run); }); }, job);
        },
        [adopt](const Run& run) { adopt(std::make_shared<const Run>(run)); }, [this](const JobEnd& end) { endAnalysis(end); });
    emit runChanged();
}

void Session::endAnalysis(const JobEnd& end) {
    tell(end);
    if (end.kind == JobEnd::Kind::stopped && (!run_ || run_->blocks.empty())) emit succeeded(tr("Stopped before a block was finished: there is nothing to show yet."));
    if (end.kind == JobEnd::Kind::replaced || !run_ || run_->blocks.empty()) return;
    if (end.kind == JobEnd::Kind::stopped) emit succeeded(tr("Stopped. The %1 finished blocks are kept.").arg(run_->blocks.size()));
    keepChoices();
    measure();
}

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
