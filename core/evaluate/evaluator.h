// Measures edited decoders against the unedited one on fixed windows, keeping the unedited states so that an edit costs only
// the blocks behind it.
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

    struct Result {
        LossSums sums;
        int blocksRun = 0;
    };
    // The loss after `steps`, and the divergence from the unedited decoder.
    Result measure(const std::vector<Step>& steps, const JobContext& job);

    // "windows-512": the name of how the loss is taken.
    std::string protocol() const;
    const TokenWindows& windows() const { return windows_; }

private:
    const Decoder& decoder_;
    TokenWindows windows_;
    LayerPass pass_;
    std::int64_t spacing_;                    // every so many states are kept
    std::map<int, at::Tensor> keptStates_;    // by state number, unedited
    at::Tensor lastState_;
    LossSums baseline_;
};

}  // namespace strato
