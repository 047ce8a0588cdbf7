#include "core/runs/what_if.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/evaluate/evaluator.h"
#include "core/evaluate/speed.h"
#include "core/runs/evaluation_data.h"
#include "core/runs/plan_fitter.h"
#include "core/runs/probes.h"
#include "core/runs/quality_of.h"
#include "core/runs/texts.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

void takeSpeed(const Speed& speed, Quality& quality) {
    quality.prefillTokensPerSecond = speed.prefill.median;
    quality.prefillSpread = speed.prefill.spread;
    quality.decodeTokensPerSecond = speed.decode.median;
    quality.decodeSpread = speed.decode.spread;
}

}  // namespace

bool sameButForAnswers(const std::string& conditions, const std::string& other) {
    const auto rest = [](const std::string& text) {
        auto json = nlohmann::ordered_json::parse(text, nullptr, false);
        if (json.is_object())
            for (const char* key : {"task", "prompts", "sample_tokens"}) json.erase(key);
        return json;
    };
    return rest(conditions) == rest(other);
}

std::string conditionsOf(const WhatIfRequest& request) {
    const auto file = [](const fs::path& path) {
        std::error_code missing;
        const auto size = fs::file_size(path, missing);
        const auto time = fs::last_write_time(path, missing).time_since_epoch().count();
        return nlohmann::ordered_json{path.string(), missing ? 0 : size, missing ? 0 : time};
    };
    nlohmann::ordered_json data = nlohmann::ordered_json::array();
    for (const fs::path& path : request.data) data.push_back(file(path));
    return nlohmann::ordered_json{{"data", data},
                                  {"text_field", request.textField},
                                  {"sequence_length", request.sequenceLength},
                                  {"tokens", request.tokens},
                                  {"protocol", request.protocol},
                                  {"ridge", request.ridge},
                                  {"in_sequence", request.inSequence},
                                  {"task", request.task.empty() ? nlohmann::ordered_json() : file(request.task)},
                                  {"prompts", request.prompts},
                                  {"sample_tokens", request.prompts.empty() ? 0 : request.sampleTokens},
                                  {"device", request.compute.device},
                                  {"dtype", request.compute.dtype}}
        .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

struct WhatIf::State {
    Decoder decoder;
    PlanFitter maps;
    std::int64_t budget;
    bool inSample;                       // evaluated on the very windows that maps were fitted on
    std::vector<Step> uneditedSteps;
    Probes probes;
    EvaluationText text;                 // without windows where neither texts nor a run are given
    std::optional<Evaluator> evaluator;  // then not there

    State(const WhatIfRequest& request, const JobContext& job)
        : decoder(request.model, request.compute),
          maps(request.run, decoder, {.ridge = request.ridge, .inSequence = request.inSequence}, request.healed),
          budget(evaluationMemory(request.compute)),
          inSample(request.data.empty()),
          uneditedSteps(stepsOf({}, decoder, {})),
          probes(decoder, uneditedSteps, {request.task, request.prompts, request.sampleTokens, request.sequenceLength}) {
        if (request.data.empty() && !maps.hasRun()) return;
        text = evaluationData({request.data, request.textField, request.sequenceLength, request.tokens, 0}, request.protocol, decoder, maps);
        evaluator.emplace(decoder, text.windows, budget);
        evaluator->runBaseline(job);
    }

    Outcome quality(const Plan& plan, const std::vector<Step>& steps, const JobContext& job);
    void loss(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job);
    bool fitsMemory(const char* what, const std::string& purpose, Outcome& outcome) const;
    void speed(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) const;
};

void WhatIf::State::loss(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) {
    const LossSums& before = evaluator->baseline();
    const Evaluator::Result after = evaluator->measure(steps, job);
    outcome.protocol = text.protocol;
    outcome.dataSha256 = text.windows.sha256;
    outcome.standardErrorOver = before.clusters.documents ? "documents" : "windows";
    takeLoss(before, text, outcome.baseline);
    takeLoss(after.sums, text, outcome.edited);
    const Ratio difference = lossDifference(before, after.sums);
    outcome.loss = {difference.mean, difference.standardError};
    outcome.klDivergence = after.sums.klDivergence;
    outcome.top1Agreement = after.sums.top1Agreement;
    outcome.stateError = after.stateError;
    outcome.blocksRun = after.blocksRun;
    outcome.warnings = text.warnings;
    if (const std::string doubt = doubtOfLoss(before.loss, decoder.description().vocabulary); !doubt.empty()) outcome.warnings.push_back(doubt);
    if (!std::isfinite(after.sums.loss))
        outcome.warnings.push_back("the edited model's loss is not finite, so it is null: the plan breaks the model");
    if (!outcome.fits.empty() && inSample)
        outcome.warnings.push_back("measured on the texts that the linear maps were fitted on; give other texts for an honest number");
}

Outcome WhatIf::State::quality(const Plan& plan, const std::vector<Step>& steps, const JobContext& job) {
    Outcome outcome;
    outcome.plan = plan.text();
    outcome.healed = maps.usesHealed();
    takeSize(sizeOf(decoder, uneditedSteps), outcome.baseline);
    takeSize(sizeOf(decoder, steps), outcome.edited);
    for (const FittedEdit& fitted : maps.fitsOf(plan)) outcome.fits.push_back({fitted.edit, fitted.fit.ridge, fitted.fit.inSample, fitted.fit.heldOut});
    outcome.idealSpeedup = idealSpeedup(decoder.layers(), steps);
    if (evaluator) loss(steps, outcome, job);
    else outcome.warnings.push_back("the loss is null: there are no texts; give some with --data");
    probes.answer(steps, outcome, job);
    if (probes.writes() && fitsMemory("samples are missing", "generating", outcome)) probes.write(steps, outcome, job);
    return outcome;
}

// Says why not, if not.
bool WhatIf::State::fitsMemory(const char* what, const std::string& purpose, Outcome& outcome) const {
    std::int64_t weights = 0;
    for (const TensorSpec& spec : tensorsOf(decoder.description())) weights += spec.elements() * static_cast<std::int64_t>(sizeof(float));
    if (weights <= budget) return true;
    outcome.warnings.push_back(std::string(what) + ": " + purpose + " needs all weights in memory (" + formatSize(weights) + "), the budget is " +
                               formatSize(budget) + "; raise it with --memory");
    return false;
}

void WhatIf::State::speed(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) const {
    constexpr double seconds = 2;
    if (!fitsMemory("speed is null", "timing", outcome)) return;
    std::vector<std::vector<Step>> candidates{uneditedSteps};
    if (!isUnedited(steps, decoder.layers())) candidates.push_back(steps);
    const std::vector<Speed> speeds = measureSpeed(decoder, candidates, seconds, job);
    takeSpeed(speeds.front(), outcome.baseline);
    takeSpeed(speeds.back(), outcome.edited);
}

WhatIf::WhatIf(const WhatIfRequest& request, const JobContext& job) : state_(std::make_unique<State>(request, job)) {}
WhatIf::~WhatIf() = default;

void WhatIf::useHealed(bool healed) { state_->maps.useHealed(healed); }

Outcome WhatIf::measure(const Plan& plan, bool speed, const std::function<void(const Outcome&)>& early, const JobContext& job) {
    const Stopwatch watch;
    const std::vector<Step> steps = stepsOf(plan, state_->decoder, state_->maps.mapsOf(plan, job));
    Outcome outcome = state_->quality(plan, steps, job);
    outcome.seconds = watch.seconds();
    if (early) early(outcome);
    if (speed) state_->speed(steps, outcome, job);
    outcome.seconds = watch.seconds();
    return outcome;
}

}  // namespace strato
