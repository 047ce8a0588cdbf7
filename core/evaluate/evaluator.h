// Measures edited decoders on fixed windows, keeping states of a base decoder (the unedited one at first) at every depth, so that
// an edit costs only the blocks behind it.
//
//     Evaluator evaluator(decoder, windows, cacheBytes);
//     evaluator.runBaseline(job);
//     LossSums sums = evaluator.measure(steps, job).sums;
#pragma once

#include <map>

#include "core/edit/edited_decoder.h"
#include "core/evaluate/loss.h"

namespace strato {

class Evaluator {
public:
    // `decoder` must outlive it. At most `cacheBytes` of states are kept besides the last one; as many as fit, evenly spaced.
    Evaluator(const Decoder& decoder, TokenWindows windows, std::int64_t cacheBytes);

    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    // Runs the unedited decoder; must come first. Throws Error, Cancelled.
    void runBaseline(const JobContext& job);
    const LossSums& baseline() const { return baseline_; }

    // Makes another decoder the base: edits of it will cost only the blocks behind them. Returns the blocks computed.
    int setBase(const std::vector<Step>& steps, const JobContext& job);

    struct Result {
        LossSums sums;
        double stateError = 0;         // ||last state - unedited last state||_F over ||unedited last state, its mean taken away||_F
        int blocksRun = 0;
    };
    // The loss after `steps`, and the divergence from the unedited decoder.
    Result measure(const std::vector<Step>& steps, const JobContext& job);

    // The losses of several, without divergence and error of the state. They run side by side, block by block, so that a block that several of them
    // share is loaded once; as many at a time as have room in `cacheBytes`.
    std::vector<Result> measureTogether(const std::vector<std::vector<Step>>& candidates, const JobContext& job);

    const TokenWindows& windows() const { return windows_; }

private:
    // The last kept state at or before step `step` of the base, by that step's number.
    std::pair<const std::size_t, at::Tensor>& keptBefore(std::size_t step);
    void measureGroup(const std::vector<std::vector<Step>>& candidates, const std::vector<std::size_t>& group, std::vector<Result>& results, const JobContext& job);

    const Decoder& decoder_;
    TokenWindows windows_;
    LayerPass pass_;
    std::int64_t stateBytes_, cacheBytes_;
    std::size_t spacing_;                          // every so many states of the base are kept
    std::vector<Step> base_;
    std::map<std::size_t, at::Tensor> keptStates_;  // that enter the step of this number
    at::Tensor lastState_;                         // of the unedited decoder
    LossSums baseline_;
};

}  // namespace strato
