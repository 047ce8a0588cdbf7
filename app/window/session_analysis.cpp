// How a session analyses its model on its texts: begun, gone on with, ended.
#include "app/window/session.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>

#include "app/window/preferences.h"
#include "app/window/recent_files.h"
#include "core/base/error.h"

namespace strato {

namespace {

// Runs are kept where the user's data lives until they are saved elsewhere; the time in the name keeps each.
QString newRunFile(const ModelSummary& model) {
    const QString folder = runFolder();
    if (!QDir().mkpath(folder)) throw Error("the folder '" + folder.toStdString() + "' can't be made, so the run can't be kept; check its permissions");
    const QString time = QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss-zzz");
    return QString("%1/%2-%3.strato").arg(folder, QString::fromStdString(model.folder.filename().string()), time);
}

}  // namespace

// A model that is being opened takes the place of the one that is open.
bool Session::canAnalyze() const {
    return model_ && model_->supported && !data_.isEmpty() && !jobs_.isBusy(Lane::analyze) && !jobs_.isBusy(Lane::open);
}

void Session::analyze(const AnalysisChoices& choices) {
    if (!canAnalyze()) {
        analyzeWhenReady_ = choices;
        return;
    }
    AnalysisRequest request = requestFor(choices);
    try {
        request.run = newRunFile(*model_).toStdString();
    } catch (const Error& error) {
        emit failed(error.what());
        return;
    }
    startAnalysis(request);
}

AnalysisRequest Session::requestFor(const AnalysisChoices& choices) const {
    AnalysisRequest request;
    if (model_) request.model = model_->folder;
    for (const QString& file : data_) request.data.emplace_back(file.toStdString());
    request.tokens = choices.tokens;
    request.sequenceLength = choices.sequenceLength;
    request.folds = choices.folds;
    if (choices.halves) request.measures.emplace_back("halves");
    request.pairs = choices.pairs;
    request.lensTokens = choices.lensTokens;
    request.compute = preferredCompute();
    return request;
}

AnalysisChoices AnalysisChoices::of(const Run& run) {
    const AnalysisSettings& settings = run.settings;
    const auto& measures = settings.measures;
    const bool usualWindow = settings.sequenceLength == usualSequenceLength(run.model.contextLength);
    // All tokens: as many as there were.
    const std::int64_t tokens = settings.tokens == 0 ? run.data.tokens : settings.tokens;
    return {.tokens = tokens == usualTokens(run.model.hiddenSize) ? -1 : tokens, .sequenceLength = usualWindow ? 0 : settings.sequenceLength, .folds = settings.folds,
            .halves = std::find(measures.begin(), measures.end(), "halves") != measures.end(), .pairs = settings.pairs, .lensTokens = settings.lensTokens};
}

// Of a run that ended there is the time that it took.
bool Session::canFinishAnalysis() const {
    return canAnalyze() && canEdit() && run_->timing.totalSeconds <= 0 && !runFile_.isEmpty();
}

void Session::finishAnalysis() {
    if (!canFinishAnalysis()) return;
    AnalysisRequest request = requestOf(*run_);
    request.run = runFile_.toStdString();
    request.resume = true;
    const Compute preferred = preferredCompute();
    request.compute.threads = preferred.threads;
    request.compute.memoryBytes = preferred.memoryBytes;
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
    // Who stopped it wants nothing else to begin.
    if (end.kind == JobEnd::Kind::done) measure();
}

}  // namespace strato
