// The plan of a session: how it changes, what is measured of it, and its way out to a smaller model.
#include "app/window/session.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/runs/publish.h"
#include "core/runs/what_if.h"

namespace strato {

namespace {

std::filesystem::path toPath(const QString& text) { return text.toStdString(); }

}  // namespace

// The open model with its unedited states, kept between measurements.
struct Session::Bench {
    std::unique_ptr<WhatIf> whatIf;
};

Session::Session(QObject* parent) : QObject(parent) {}
Session::~Session() = default;

void Session::setEvaluationData(const QStringList& files) {
    evaluationData_ = files;
    jobs_.stop(Lane::search);
    forgetOutcomes();
    measure();
}

void Session::setFitInSequence(bool inSequence) {
    if (inSequence == fitInSequence_) return;
    fitInSequence_ = inSequence;
    forgetOutcomes();
    measure();
}

void Session::forgetOutcomes() {
    outcome_.reset();
    measured_.clear();
    bench_ = std::make_shared<Bench>();
    emit outcomeChanged();
}

std::vector<Outcome> Session::outcomes() const {
    std::vector<Outcome> outcomes;
    for (const auto& [plan, measured] : measured_)
        if (!plan.empty()) outcomes.push_back(measured.outcome);
    return outcomes;
}

void Session::click(const BlockSpan& span) {
    if (const QString reason = whyNot({span, actionInHand_.part, actionInHand_.action}); !reason.isEmpty()) emit failed(reason);
    else changePlan(clicked(plan_, span, actionInHand_));
}

void Session::choose(const BlockChoice& choice) {
    if (const QString reason = whyNot(choice); !reason.isEmpty()) emit failed(reason);
    else changePlan(chosen(plan_, choice, actionInHand_.rank));
}

void Session::setActionInHand(const ActionInHand& hand) {
    actionInHand_ = hand;
    emit actionInHandChanged();
}

// What else can't be done depends on the rest of the plan, and the measurement says so.
QString Session::whyNot(const BlockChoice& choice) const {
    if (choice.action != ActionKind::merge || !model_) return {};
    if (choice.part == BlockPart::whole && choice.span.first.value == 0) return tr("A block is merged into the block before it, and block 0 has none.");
    const auto& exports = model_->exports;
    if (model_->supported && std::find(exports.begin(), exports.end(), "merge") == exports.end())
        return tr("A %1 checkpoint can't hold a merged map: a norm lies between a block's output and the residual stream, or the model is a part of a larger one.")
            .arg(QString::fromStdString(model_->family));
    return {};
}

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
    request.inSequence = fitInSequence_;
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
