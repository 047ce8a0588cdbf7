#include "core/evaluate/evaluator.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>

#include <ATen/ATen.h>

namespace strato {

namespace {

double errorOf(const at::Tensor& states, const at::Tensor& reference) {
    double difference = 0, size = 0;
    const at::Tensor mean = reference.mean(0, false, at::kDouble).to(at::kFloat);
    constexpr std::int64_t rowsAtOnce = 4096;
    for (std::int64_t begin = 0; begin < states.size(0); begin += rowsAtOnce) {
        const std::int64_t count = std::min(rowsAtOnce, states.size(0) - begin);
        const at::Tensor expected = reference.narrow(0, begin, count);
        difference += (states.narrow(0, begin, count) - expected).square().sum(at::kDouble).item<double>();
        size += (expected - mean).square().sum(at::kDouble).item<double>();
    }
    return std::sqrt(difference / size);
}

}  // namespace

Evaluator::Evaluator(const Decoder& decoder, TokenWindows windows, std::int64_t cacheBytes)
    : decoder_(decoder), windows_(std::move(windows)), pass_(decoder, windows_), cacheBytes_(cacheBytes), base_(stepsOf({}, decoder, {})) {
    stateBytes_ = std::max<std::int64_t>(windows_.tokens * decoder.hidden() * static_cast<std::int64_t>(sizeof(float)), 1);
    const std::int64_t fitting = std::max<std::int64_t>(cacheBytes / stateBytes_, 1);
    spacing_ = static_cast<std::size_t>((decoder.layers() + fitting - 1) / fitting);
}

void Evaluator::runBaseline(const JobContext& job) {
    pass_.embed(job);
    base_ = stepsOf({}, decoder_, {});
    keptStates_.clear();
    lastState_ = at::Tensor();
    keptStates_[0] = pass_.states().clone();
    setBase(base_, job);
    lastState_ = pass_.states().clone();
    baseline_ = measureLoss(pass_, lastState_, {}, job);
    baseline_.klDivergence = 0;
    baseline_.top1Agreement = 1;
}

int Evaluator::setBase(const std::vector<Step>& steps, const JobContext& job) {
    const std::size_t common = commonSteps(base_, steps);
    if (common == steps.size() && common == base_.size() && lastState_.defined()) return 0;
    auto& [first, state] = keptBefore(common);
    keptStates_.erase(keptStates_.upper_bound(first), keptStates_.end());
    pass_.restore(state);
    base_ = steps;
    int blocks = 0;
    // The last step's output is no step's input.
    const std::size_t needed = lastState_.defined() ? steps.size() - 1 : steps.size();
    for (std::size_t s = first; s < needed; ++s) {
        job.report("running the model", static_cast<std::int64_t>(s), static_cast<std::int64_t>(steps.size()));
        if (s > first && s % spacing_ == 0) keptStates_[s] = pass_.states().clone();
        runStep(pass_, steps[s], job);
        blocks += steps[s].runsBlock() ? 1 : 0;
    }
    if (needed < steps.size() && needed % spacing_ == 0) keptStates_[needed] = pass_.states().clone();
    return blocks;
}

std::pair<const std::size_t, at::Tensor>& Evaluator::keptBefore(std::size_t step) { return *std::prev(keptStates_.upper_bound(step)); }

Evaluator::Result Evaluator::measure(const std::vector<Step>& steps, const JobContext& job) {
    const bool unedited = std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.unedited(); });
    if (unedited && static_cast<int>(steps.size()) == decoder_.layers()) return {baseline_, 0, 0};
    const auto& [first, state] = keptBefore(commonSteps(base_, steps));
    pass_.restore(state);
    Result result;
    result.blocksRun = runSteps(pass_, steps, first, job);
    result.sums = measureLoss(pass_, pass_.states(), lastState_, job);
    result.stateError = errorOf(pass_.states(), lastState_);
    return result;
}

std::vector<Evaluator::Result> Evaluator::measureTogether(const std::vector<std::vector<Step>>& candidates, const JobContext& job) {
    std::vector<Result> results(candidates.size());
    const auto atOnce = static_cast<std::size_t>(std::clamp<std::int64_t>(cacheBytes_ / (3 * stateBytes_), 1, 32));
    for (std::size_t begin = 0; begin < candidates.size(); begin += atOnce) {
        std::vector<std::size_t> group(std::min(atOnce, candidates.size() - begin));
        std::iota(group.begin(), group.end(), begin);
        measureGroup(candidates, group, results, job);
    }
    return results;
}

void Evaluator::measureGroup(const std::vector<std::vector<Step>>& candidates, const std::vector<std::size_t>& group, std::vector<Result>& results, const JobContext& job) {
    struct Runner {
        std::unique_ptr<LayerPass> pass;
        std::size_t candidate, step;
    };
    std::vector<Runner> runners;
    for (const std::size_t candidate : group) {
        const auto& [first, state] = keptBefore(commonSteps(base_, candidates[candidate]));
        runners.push_back({std::make_unique<LayerPass>(decoder_, windows_), candidate, first});
        runners.back().pass->restore(state);
    }
    for (int l = 0; l < decoder_.layers(); ++l) {
        job.report("measuring candidates", l, decoder_.layers());
        std::optional<BlockWeights> shared;
        for (Runner& runner : runners) {
            const std::vector<Step>& steps = candidates[runner.candidate];
            if (runner.step == steps.size() || steps[runner.step].span.first.value != l) continue;
            const Step& step = steps[runner.step++];
            if (step.runsBlock()) ++results[runner.candidate].blocksRun;
            if (!step.unedited()) {
                runStep(*runner.pass, step, job);
                continue;
            }
            if (!shared) shared = decoder_.loadBlock({l});
            runner.pass->run([&](const at::Tensor& x, const Batch& batch, at::Tensor* middle) { return decoder_.runBlock({l}, *shared, x, batch, {}, nullptr, middle); }, job);
        }
        if (shared) decoder_.releaseBlock({l});
    }
    for (const Runner& runner : runners) results[runner.candidate].sums = measureLoss(*runner.pass, runner.pass->states(), {}, job);
}

}  // namespace strato
