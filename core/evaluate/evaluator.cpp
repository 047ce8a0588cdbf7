#include "core/evaluate/evaluator.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace strato {

Evaluator::Evaluator(const Decoder& decoder, TokenWindows windows, std::int64_t cacheBytes)
    : decoder_(decoder), windows_(std::move(windows)), pass_(decoder, windows_) {
    const std::int64_t stateBytes = windows_.tokens * decoder.hidden() * static_cast<std::int64_t>(sizeof(float));
    const std::int64_t fitting = std::max<std::int64_t>(cacheBytes / std::max<std::int64_t>(stateBytes, 1), 1);
    spacing_ = (decoder.layers() + fitting - 1) / fitting;
}

void Evaluator::runBaseline(const JobContext& job) {
    keptStates_.clear();
    pass_.embed(job);
    for (int l = 0; l < decoder_.layers(); ++l) {
        job.report("running the unedited model", l, decoder_.layers());
        if (l % spacing_ == 0) keptStates_[l] = pass_.states().clone();
        pass_.runBlock({l}, {}, job);
    }
    lastState_ = pass_.states().clone();
    baseline_ = measureLoss(pass_, lastState_, {}, job);
    baseline_.klDivergence = 0;
    baseline_.top1Agreement = 1;
}

Evaluator::Result Evaluator::measure(const std::vector<Step>& steps, const JobContext& job) {
    const std::size_t firstEdited = firstEditedStep(steps);
    const bool unedited = firstEdited == steps.size() && static_cast<int>(steps.size()) == decoder_.layers();
    if (unedited) return {baseline_, 0};
    // Steps before the first edit are the unedited blocks of the same number, so a kept state enters at its own number.
    const auto kept = std::prev(keptStates_.upper_bound(static_cast<int>(firstEdited)));
    pass_.restore(kept->second);
    Result result;
    result.blocksRun = runSteps(pass_, steps, static_cast<std::size_t>(kept->first), job);
    result.sums = measureLoss(pass_, pass_.states(), lastState_, job);
    return result;
}

std::string Evaluator::protocol() const { return "windows-" + std::to_string(windows_.sequenceLength); }

}  // namespace strato
