// The plan of a session: how it changes, and its way out to a smaller model.
#include "app/window/session.h"

#include <algorithm>
#include <cmath>

#include "app/views/core_words.h"
#include "app/window/preferences.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/runs/prediction.h"
#include "core/runs/publish.h"

namespace strato {

void Session::click(const BlockSpan& span) {
    stepOfClick_ = -1;
    if (!actionInHand_.action) return;
    if (const QString reason = whyNot({span, actionInHand_.part, actionInHand_.action}); !reason.isEmpty()) emit failed(reason);
    else {
        const int before = undoStack_.index();
        changePlan(clicked(plan_, span, actionInHand_));
        if (undoStack_.index() > before) stepOfClick_ = undoStack_.index();
    }
}

void Session::takeBackClick() {
    if (undoStack_.index() == std::exchange(stepOfClick_, -1)) undoStack_.undo();
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

std::optional<Prediction> Session::predict(const Plan& plan) const {
    if (!run_ || !run_->complete()) return {};
    try {
        return predictPlan(*run_, plan);
    } catch (const UsageError&) {
        // No block would be left.
        return {};
    }
}

QString Session::foretell(const BlockChoice& choice) const {
    const auto prediction = choice.action ? predict(chosen({}, choice, actionInHand_.rank)) : std::nullopt;
    if (!prediction) return {};
    QStringList parts;
    if (std::isfinite(prediction->stateError)) parts << tr("predicted error %1").arg(prediction->stateError, 0, 'g', 2);
    if (prediction->parametersKnown && prediction->parametersRemoved != 0) {
        const std::string count = formatCount(std::abs(prediction->parametersRemoved));
        parts << (prediction->parametersRemoved > 0 ? tr("-%1 weights") : tr("+%1 weights")).arg(QString::fromStdString(count));
    }
    return parts.join(", ");
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
        emit failed(coreWords(error.what()));
    }
}

void Session::takePlanWith(const Plan& plan, bool healed) {
    if (plan == plan_) return hasHealed() ? setPrefersHealed(healed) : void();
    if (healedPlans_.contains(plan.text())) prefersHealed_ = healed;
    takePlan(plan);
}

void Session::applyPlan(const Plan& plan) {
    plan_ = plan;
    emit planChanged();
    keepChoices();
    measure();
}

QString Session::whyNotExportable(bool customCode) const {
    if (!canEdit()) return tr("Analyse a model first.");
    if (plan_.empty()) return tr("The plan is empty: drop or replace at least one block.");
    // What the command line asks for is a tick in the window.
    return coreWords(strato::whyNotExportable(model_->folder, plan_, customCode)).remove(" (--custom-code)");
}

void Session::exportModel(const QString& folder, bool customCode) {
    ExportRequest request;
    request.compute = preferredCompute();
    request.model = model_->folder;
    request.run = runFile_.toStdString();
    request.plan = plan_;
    request.out = folder.toStdString();
    request.customCode = customCode;
    request.inSequence = evaluation_.fitInSequence;
    request.healed = usesHealed();
    jobs_.start<ExportReport>(
        Lane::publish, tr("Exporting"), [request](const JobContext& job, const Post&) { return exportPlan(request, job); },
        [this](const ExportReport& report) {
            emit succeeded(tr("Exported to %1: %2 of %3 blocks, %4. Loaded again from disk; over %5 tokens its logits differ from the plan's by at most %6.")
                               .arg(QString::fromStdString(report.folder.string()), QString::number(report.layersAfter), QString::number(report.layersBefore),
                                    QString::fromStdString(formatSize(report.bytes)), QString::number(report.comparedTokens), QString::number(report.largestLogitDifference, 'g', 2)));
        },
        [this](const JobEnd& end) {
            tell(end);
            if (end.kind == JobEnd::Kind::stopped) emit succeeded(tr("The export was stopped; nothing was written."));
        });
}

}  // namespace strato
