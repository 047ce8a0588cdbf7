#include "app/window/session.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include "app/window/plan_commands.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/runs/analyze.h"
#include "core/runs/publish.h"
#include "core/runs/run_file.h"
#include "core/runs/what_if.h"

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

// The open model with its unedited states, kept between measurements.
struct Session::Bench {
    std::unique_ptr<WhatIf> whatIf;
};

Session::Session(QObject* parent) : QObject(parent) {}
Session::~Session() = default;

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

// What is being exported is finished.
void Session::stopMeasuring() {
    jobs_.stop(Lane::analyze);
    jobs_.stop(Lane::measure);
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
    if (!model.supported) emit failed(tr("This model can't be run: %1").arg(QString::fromStdString(model.reason)));
    if (analyzeWhenReady_ && canAnalyze()) analyze(*std::exchange(analyzeWhenReady_, std::nullopt));
}

void Session::openRun(const QString& file) {
    struct Opened {
        std::shared_ptr<const Run> run;
        std::optional<ModelSummary> model;   // if its folder is still there
    };
    stopMeasuring();
    jobs_.start<Opened>(
        Lane::open, tr("Opening"),
        [file](const JobContext&, const Post&) {
            Opened opened{std::make_shared<const Run>(RunFile::open(toPath(file)).read()), {}};
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
            adoptRun(opened.run);
            if (!same) emit failed(tr("The run is shown, but its plans can't be measured: %1").arg(QString::fromStdString(model_->reason)));
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

void Session::setEvaluationData(const QStringList& files) {
    evaluationData_ = files;
    forgetOutcomes();
    measure();
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
    if (end.kind == JobEnd::Kind::replaced || !run_ || run_->blocks.empty()) return;
    if (end.kind == JobEnd::Kind::stopped) emit succeeded(tr("Stopped. The %1 finished blocks are kept.").arg(run_->blocks.size()));
    measure();
}

void Session::forgetRun() {
    jobs_.stop(Lane::measure);
    run_.reset();
    runFile_.clear();
    forgetOutcomes();
    emit runChanged();
}

void Session::forgetOutcomes() {
    outcome_.reset();
    measured_.clear();
    bench_ = std::make_shared<Bench>();
    emit outcomeChanged();
}

void Session::forgetPlan() {
    plan_ = {};
    cursor_.reset();
    undoStack_.clear();
    emit planChanged();
    emit cursorChanged();
}

void Session::adoptRun(const std::shared_ptr<const Run>& run) {
    run_ = run;
    emit runChanged();
}

void Session::setCursor(const std::optional<BlockSpan>& span) {
    cursor_ = span;
    emit cursorChanged();
}

void Session::click(const BlockSpan& span) { changePlan(clicked(plan_, span, actionInHand_)); }

void Session::choose(const BlockSpan& span, const std::optional<ActionKind>& action) { changePlan(chosen(plan_, span, action)); }

void Session::setPlan(const Plan& plan) {
    if (!canEdit() || plan == plan_) return;
    plan.check(layers());
    undoStack_.push(new ChangePlan(plan_, plan, [this](const Plan& shown) { applyPlan(shown); }));
}

void Session::changePlan(const Plan& plan) {
    try {
        setPlan(plan);
    } catch (const UsageError& error) {
        emit failed(error.what());
    }
}

void Session::applyPlan(const Plan& plan) {
    plan_ = plan;
    emit planChanged();
    measure();
}

// The plan of the moment; what was measured before is shown at once, and only what it lacks is measured.
void Session::measure() {
    if (!canEdit() || runFile_.isEmpty()) return;
    const auto known = measured_.find(plan_.text());
    if (known != measured_.end()) {
        outcome_ = known->second.outcome;
        if (known->second.timed) {
            jobs_.stop(Lane::measure);
            emit outcomeChanged();
            return;
        }
    }
    WhatIfRequest request;
    request.model = model_->folder;
    request.run = toPath(runFile_);
    for (const QString& file : evaluationData_) request.data.push_back(toPath(file));
    // A run that was closed meanwhile has another bench.
    const auto adopt = [this, bench = bench_](const Outcome& outcome, bool timed) {
        if (bench == bench_) adoptOutcome(outcome, timed);
    };
    jobs_.start<Outcome>(
        Lane::measure, tr("Measuring"),
        [request, adopt, bench = bench_, plan = plan_](const JobContext& job, const Post& post) {
            if (!bench->whatIf) bench->whatIf = std::make_unique<WhatIf>(request, job);
            return bench->whatIf->measure(plan, true, [&](const Outcome& early) { post([adopt, early] { adopt(early, false); }); }, job);
        },
        [adopt](const Outcome& outcome) { adopt(outcome, true); },
        [this](const JobEnd& end) {
            tell(end);
            emit outcomeChanged();
        });
    emit outcomeChanged();
}

void Session::adoptOutcome(const Outcome& outcome, bool timed) {
    measured_[outcome.plan] = {outcome, timed};
    // A measurement that was stopped late may still be on its way when another plan is shown.
    if (outcome.plan == plan_.text()) outcome_ = outcome;
    emit outcomeChanged();
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

QString Session::whyNotExportable() const {
    if (!canEdit()) return tr("Analyse a model first.");
    if (plan_.empty()) return tr("The plan is empty: drop at least one block.");
    return QString::fromStdString(strato::whyNotExportable(model_->folder, plan_));
}

void Session::exportModel(const QString& folder) {
    ExportRequest request;
    request.model = model_->folder;
    request.run = toPath(runFile_);
    request.plan = plan_;
    request.out = toPath(folder);
    jobs_.start<ExportReport>(
        Lane::publish, tr("Exporting"), [request](const JobContext& job, const Post&) { return exportPlan(request, job); },
        [this](const ExportReport& report) {
            emit succeeded(tr("Exported to %1: %2 of %3 blocks, %4. Loaded again from disk; over %5 tokens its logits differ from the plan's by at most %6.")
                               .arg(QString::fromStdString(report.folder.string())).arg(report.layersAfter).arg(report.layersBefore)
                               .arg(QString::fromStdString(formatSize(report.bytes))).arg(report.comparedTokens).arg(report.largestLogitDifference, 0, 'g', 2));
        },
        [this](const JobEnd& end) {
            tell(end);
            if (end.kind == JobEnd::Kind::stopped) emit succeeded(tr("The export was stopped; nothing was written."));
        });
}

}  // namespace strato
