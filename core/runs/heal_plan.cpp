#include "core/runs/heal_plan.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/evaluate/evaluator.h"
#include "core/runs/evaluation_data.h"
#include "core/runs/export_trained.h"
#include "core/runs/plan_fitter.h"
#include "core/runs/publish.h"
#include "core/runs/quality_of.h"
#include "core/train/heal.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

// Before minutes of work, not after.
void requireSense(const HealRequest& request) {
    requireTrainable(request.plan, request.settings.trainBlocks);
    check(request.settings);
    Protocol::parse(request.protocol);
    if (request.run.empty()) throw UsageError("name the run of this model that the maps come from and go to with --run; strato analyze makes one");
    if (request.data.empty()) throw UsageError("give texts to train on with --data");
    if (fs::exists(request.out) && !(fs::is_directory(request.out) && fs::is_empty(request.out)))
        throw Error("'" + request.out.string() + "' exists already; name another folder with --out");
}

void requireMemory(const Decoder& decoder, const HealRequest& request) {
    std::int64_t bytes = 0;
    const auto elementBytes = static_cast<std::int64_t>(at::elementSize(decoder.dtype()));
    for (const TensorSpec& spec : tensorsOf(decoder.description())) bytes += spec.elements() * elementBytes;
    // What learns is there as values, gradients, two moments and the best so far, each in float32.
    constexpr std::int64_t bytesOfLearning = 5 * 4;
    if (request.settings.trainBlocks)
        for (const Block& block : decoder.description().blocks)
            for (const TensorSpec& spec : tensorsOf(block)) bytes += spec.elements() * bytesOfLearning;
    const std::int64_t budget = request.compute.memoryBytes > 0 ? request.compute.memoryBytes : machineMemoryBytes();
    if (bytes > budget)
        throw Error("healing holds all weights in memory (" + formatSize(bytes) + "), and " + formatSize(budget) +
            " are there; use a smaller model, " + (request.settings.trainBlocks ? "train the maps alone" : "--dtype bfloat16") + ", or a larger --memory");
}

struct Heals {
    Decoder decoder;
    PlanFitter fitter;
    WindowSplit texts;

    explicit Heals(const HealRequest& request)
        : decoder(request.model, request.compute), fitter(request.run, decoder, {.ridge = request.ridge, .inSequence = request.inSequence}) {
        request.plan.check(decoder.layers());
        requireMemory(decoder, request);
        const TextRequest read{request.data, request.textField, request.sequenceLength, request.tokens, 0};
        texts = splitWindows(readWindows(read, request.model, decoder.description().context), request.settings.validation);
        texts.validation = firstTokens(std::move(texts.validation), request.settings.validationTokens);
    }
};

EvaluationText evaluationTextOf(const HealRequest& request, const Heals& heals, HealReport& report) {
    if (!request.evaluation.empty())
        return evaluationData({request.evaluation, request.textField, request.sequenceLength, 0, 0}, request.protocol, heals.decoder, heals.fitter);
    if (!request.protocol.empty()) throw UsageError("protocol '" + request.protocol + "' reads texts; give them with --eval");
    report.warnings.push_back("measured on the texts that told when to stop; give other texts to measure on for an honest number");
    EvaluationText text;
    text.windows = heals.texts.validation;
    text.protocol = "windows-" + std::to_string(text.windows.sequenceLength);
    return text;
}

void measure(const HealRequest& request, const Heals& heals, const PlanMaps& before, const HealResult& after, HealReport& report,
    const JobContext& job) {
    const EvaluationText text = evaluationTextOf(request, heals, report);
    Evaluator evaluator(heals.decoder, text.windows, evaluationMemory(request.compute));
    evaluator.runBaseline(job);
    const std::vector<Step> fitted = stepsOf(request.plan, heals.decoder, before), trained = stepsOf(request.plan, heals.decoder, after.maps, after.blocks);
    const LossSums baseline = evaluator.baseline(), start = evaluator.measure(fitted, job).sums, end = evaluator.measure(trained, job).sums;
    const auto difference = [](const LossSums& one, const LossSums& other) {
        const Ratio found = lossDifference(one, other);
        return Difference{found.mean, found.standardError};
    };
    takeLoss(baseline, text, report.baseline);
    takeLoss(start, text, report.before);
    takeLoss(end, text, report.after);
    takeSize(sizeOf(heals.decoder, stepsOf({}, heals.decoder, {})), report.baseline);
    takeSize(sizeOf(heals.decoder, fitted), report.before);
    takeSize(sizeOf(heals.decoder, trained), report.after);
    report.lossBefore = difference(baseline, start);
    report.lossAfter = difference(baseline, end);
    report.loss = difference(start, end);
    report.klBefore = start.klDivergence;
    report.klAfter = end.klDivergence;
    report.protocol = text.protocol;
    report.dataSha256 = text.windows.sha256;
    report.standardErrorOver = baseline.clusters.documents ? "documents" : "windows";
    report.warnings.insert(report.warnings.end(), text.warnings.begin(), text.warnings.end());
}

// As a stock folder if one can hold the plan, else with a modelling file of its own.
ExportRequest exportOf(const HealRequest& request) {
    const bool customCode = !whyNotExportable(request.model, request.plan).empty();
    return {.model = request.model, .run = request.run, .plan = request.plan, .out = request.out, .customCode = customCode, .healed = true, .compute = request.compute};
}

std::string whyNotExportable(const ExportRequest& request) { return whyNotExportable(request.model, request.plan, request.customCode); }

// With the maps that the run now holds.
void exportHealed(const HealRequest& request, HealReport& report, const JobContext& job) {
    if (request.out.empty()) return;
    const ExportRequest asked = exportOf(request);
    if (const std::string reason = whyNotExportable(asked); !reason.empty()) {
        report.warnings.push_back("not exported: " + reason + "; the trained maps are in the run, where --healed finds them (strato whatif --healed)");
        return;
    }
    exportPlan(asked, job);
    report.out = request.out;
}

void exportWithBlocks(const HealRequest& request, const HealResult& healed, HealReport& report, const JobContext& job) {
    Outcome outcome;
    outcome.plan = report.plan;
    outcome.healed = true;
    outcome.protocol = report.protocol;
    outcome.dataSha256 = report.dataSha256;
    outcome.standardErrorOver = report.standardErrorOver;
    outcome.baseline = report.baseline;
    outcome.edited = report.after;
    outcome.loss = report.lossAfter;
    outcome.klDivergence = report.klAfter;
    exportTrained(exportOf(request), {healed.maps, healed.blocks, outcome}, job);
    report.out = request.out;
}

// Before the training, for what can't be exported would be lost.
void requireExportable(const HealRequest& request) {
    if (!request.settings.trainBlocks) return;
    if (request.out.empty()) throw UsageError("trained blocks are kept in a model folder of their own; name it with --out");
    if (const std::string reason = whyNotExportable(exportOf(request)); !reason.empty()) throw Error(reason);
}

}  // namespace

fs::path healCheckpoint(const HealRequest& request) {
    fs::path place = request.out.empty() ? request.run : request.out;
    if (place.filename().empty()) place = place.parent_path();
    return place += ".heal";
}

std::optional<HealCourse> readHealCourse(const std::string& text) {
    if (text.empty()) return {};
    const JsonView json = parseJson(text, "what the run file keeps of a healing");
    try {
        return HealCourse{json.string("plan"), json.count("steps", 1, 1 << 30), readHealCurve(json.at("curve").raw())};
    } catch (const nlohmann::json::exception&) {
        json.fail("is damaged");
    }
}

std::vector<std::string> healedPlans(const fs::path& run) { return PlanFitter::healedPlans(RunFile::open(run)); }

HealReport healPlan(const HealRequest& request, const std::function<void(const HealPoint&)>& measured, const JobContext& job) {
    requireSense(request);
    requireExportable(request);
    const Stopwatch watch;
    Heals heals(request);
    HealSettings settings = request.settings;
    settings.skipFirstToken = heals.fitter.options().skipFirstToken;
    const fs::path checkpoint = healCheckpoint(request);
    const PlanMaps fitted = heals.fitter.mapsOf(request.plan, job);
    HealListener listener{.measured = measured};
    if (!settings.trainBlocks) listener.stopped = [&](const PlanMaps& best) { heals.fitter.storeHealed(request.plan, best); };
    const HealResult healed = heal(heals.decoder, request.plan, fitted, heals.texts, settings, {.path = checkpoint, .resume = request.resume}, job, listener);
    HealReport report;
    report.plan = request.plan.text();
    RunFile::open(request.run).storeChoices(keptHealingName, nlohmann::ordered_json{{"plan", report.plan}, {"steps", settings.steps}, {"curve", toJson(healed.curve)}}.dump());
    report.curve = healed.curve;
    report.bestStep = healed.bestStep;
    report.stopped = healed.stopped;
    report.trainingTokens = heals.texts.training.tokens;
    report.validationTokens = heals.texts.validation.tokens;
    report.trainedParameters = healed.parameters;
    if (healed.bestStep == 0)
        report.warnings.push_back("training bettered nothing on the validation texts, so the model is the one it began with; give more text, a lower "
                                  "--learning-rate, or --kl");
    measure(request, heals, fitted, healed, report, job);
    if (settings.trainBlocks) {
        exportWithBlocks(request, healed, report, job);
        fs::remove(checkpoint);
    } else {
        heals.fitter.storeHealed(request.plan, healed.maps);
        fs::remove(checkpoint);
        exportHealed(request, report, job);
    }
    report.seconds = watch.seconds();
    return report;
}

}  // namespace strato
