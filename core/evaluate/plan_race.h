// Many plans measured for the one with the least loss: what they share is computed once, and plans that can't win are given up on part of the text.
//
//     PlanRace race(decoder, windows, cacheBytes, true);
//     race.runBaseline(job);
//     std::vector<RaceResult> results = race.run({{base, children}}, 1, job);
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/evaluate/evaluator.h"

namespace strato {

// Plans that begin like `base`, whose states are kept while they run.
struct RaceHeat {
    std::vector<Step> base = {};
    std::vector<std::vector<Step>> candidates = {};
};

struct RaceResult {
    LossSums sums;                     // on what was read of the text
    bool finished = false;             // all of it
};

class PlanRace {
public:
    // With `early`, the windows are read in four parts (an eighth, an eighth, a quarter, a half, spread evenly over the text), and after each a plan is given
    // up whose loss is above that of the best by more than `certainty` standard errors of the paired differences of windows. Without, or below 32 windows, in one
    // part. `cacheBytes` as Evaluator has it, for all parts together.
    PlanRace(const Decoder& decoder, const TokenWindows& windows, std::int64_t cacheBytes, bool early);

    // Must come first. Throws Error, Cancelled.
    void runBaseline(const JobContext& job);
    const LossSums& baseline() const { return baseline_; }

    // One result for each candidate, heat by heat. At least the `wanted` best finish.
    std::vector<RaceResult> run(const std::vector<RaceHeat>& heats, std::size_t wanted, const JobContext& job);

    // Tokens times blocks that were computed so far, those of runBaseline() apart, and those that every candidate from its first block on would have taken.
    std::int64_t work() const { return work_; }
    std::int64_t workFromScratch() const { return workFromScratch_; }
    const TokenWindows& windows() const { return windows_; }

    static constexpr double certainty = 4;

private:
    std::size_t partOf(std::size_t window) const;
    // Losses of windows, in the text's order; those that were not read have no weight.
    LossSums together(const std::vector<RatioPart>& windows) const;
    void giveUp(std::vector<RaceResult>& results, std::vector<char>& alive, std::size_t wanted) const;

    const Decoder& decoder_;
    TokenWindows windows_;
    std::vector<std::vector<std::size_t>> parts_;         // window numbers
    std::vector<std::unique_ptr<Evaluator>> evaluators_;  // one a part
    LossSums baseline_;
    std::int64_t work_ = 0, workFromScratch_ = 0;
};

}  // namespace strato
