#include "core/runs/what_if.h"

#include <cmath>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/evaluate/evaluator.h"
#include "core/evaluate/speed.h"
#include "core/runs/plan_fitter.h"
#include "core/runs/texts.h"

namespace strato {

namespace {

std::int64_t memoryBudget(const Compute& compute) {
    return compute.memoryBytes > 0 ? compute.memoryBytes : machineMemoryBytes() / 4;
}

// The first windows, up to so many tokens; the last one is cut.
TokenWindows firstTokens(TokenWindows all, std::int64_t tokens) {
    if (tokens <= 0 || all.tokens <= tokens) return all;
    std::vector<std::vector<TokenId>> rows;
    std::int64_t left = tokens;
    for (TokenWindow& window : all.windows) {
        if (left <= 0) break;
        if (static_cast<std::int64_t>(window.ids.size()) > left) window.ids.resize(static_cast<std::size_t>(left));
        left -= static_cast<std::int64_t>(window.ids.size());
        rows.push_back(std::move(window.ids));
    }
    TokenWindows result = windowsFromIds(std::move(rows));
    result.sequenceLength = all.sequenceLength;
    return result;
}

TokenWindows evaluationWindows(const WhatIfRequest& request, const Decoder& decoder, const PlanFitter& maps) {
    if (request.data.empty()) return firstTokens(maps.windows(), request.tokens);
    const TextRequest texts{request.data, request.textField, request.sequenceLength, request.tokens, 0};
    return readWindows(texts, request.model, decoder.description().context);
}

void takeLoss(const LossSums& sums, Quality& quality) {
    quality.loss = sums.loss;
    quality.lossStandardError = sums.lossStandardError;
    quality.perplexity = std::exp(sums.loss);
    quality.tokens = sums.tokens;
}

void takeSize(const ModelSize& size, Quality& quality) {
    quality.parameters = size.parameters;
    quality.bytes = size.bytes;
    quality.multiplyAdds = size.multiplyAdds;
}

void takeSpeed(const Speed& speed, Quality& quality) {
    quality.prefillTokensPerSecond = speed.prefillTokensPerSecond;
    quality.decodeTokensPerSecond = speed.decodeTokensPerSecond;
}

}  // namespace

struct WhatIf::State {
    Decoder decoder;
    PlanFitter maps;
    Evaluator evaluator;
    std::int64_t budget;
    bool inSample;                       // evaluated on the very windows that maps were fitted on
    std::vector<Step> uneditedSteps;

    State(const WhatIfRequest& request, const JobContext& job)
        : decoder(request.model, request.compute),
          maps(request.run, decoder, {.ridge = request.ridge, .inSequence = request.inSequence}),
          evaluator(decoder, evaluationWindows(request, decoder, maps), memoryBudget(request.compute)),
          budget(memoryBudget(request.compute)),
          inSample(request.data.empty()),
          uneditedSteps(stepsOf({}, decoder, {})) {
        evaluator.runBaseline(job);
    }

    Outcome quality(const Plan& plan, const std::vector<Step>& steps, const JobContext& job);
    void speed(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) const;
};

Outcome WhatIf::State::quality(const Plan& plan, const std::vector<Step>& steps, const JobContext& job) {
    Outcome outcome;
    outcome.plan = plan.text();
    outcome.protocol = evaluator.protocol();
    takeLoss(evaluator.baseline(), outcome.baseline);
    takeSize(sizeOf(decoder, uneditedSteps), outcome.baseline);
    const Evaluator::Result result = evaluator.measure(steps, job);
    takeLoss(result.sums, outcome.edited);
    takeSize(sizeOf(decoder, steps), outcome.edited);
    outcome.klDivergence = result.sums.klDivergence;
    outcome.top1Agreement = result.sums.top1Agreement;
    outcome.blocksRun = result.blocksRun;
    if (!std::isfinite(outcome.edited.loss)) outcome.warnings.push_back("the edited model's loss is not finite, so it is null: the plan breaks the model");
    outcome.stateError = result.stateError;
    for (const FittedEdit& fitted : maps.fitsOf(plan))
        outcome.fits.push_back({fitted.edit, fitted.fit.ridge, fitted.fit.inSample, fitted.fit.heldOut});
    if (!outcome.fits.empty() && inSample) outcome.warnings.push_back("measured on the texts that the linear maps were fitted on; give other texts for an honest number");
    return outcome;
}

void WhatIf::State::speed(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) const {
    constexpr double seconds = 2;
    std::int64_t weights = 0;
    for (const TensorSpec& spec : tensorsOf(decoder.description())) weights += spec.elements() * static_cast<std::int64_t>(sizeof(float));
    if (weights > budget) {
        outcome.warnings.push_back("speed is null: timing needs all weights in memory (" + formatSize(weights) + "), the budget is " +
                                   formatSize(budget) + "; raise it with --memory");
        return;
    }
    const std::vector<Speed> speeds = measureSpeed(decoder, {uneditedSteps, steps}, seconds, job);
    takeSpeed(speeds[0], outcome.baseline);
    takeSpeed(speeds[1], outcome.edited);
}

WhatIf::WhatIf(const WhatIfRequest& request, const JobContext& job) : state_(std::make_unique<State>(request, job)) {}
WhatIf::~WhatIf() = default;

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
