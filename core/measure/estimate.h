// What an analysis will cost, before it starts.
//
//     AnalysisEstimate cost = estimateAnalysis("models/opt-125m", 10'000);
//     show(cost.memoryBytes, cost.seconds);
#pragma once

#include <cstdint>
#include <filesystem>

namespace strato {

struct AnalysisEstimate {
    std::int64_t tokens = 0;
    std::int64_t multiplyAddsPerToken = 0;   // of the blocks' matrices and the output matrix; what tokens do to each other not counted
    std::int64_t memoryBytes = 0;            // at its peak
    double seconds = 0;
};

// Of `tokens` tokens in float32 on this machine's processor: memory from the sizes, time from the multiply-adds of blocks and moments over
// what a matrix product reaches here, which is measured (a tenth of a second). The time to read weights that are not in the
// system's cache comes on top. Throws Error for a folder that can't be run.
AnalysisEstimate estimateAnalysis(const std::filesystem::path& model, std::int64_t tokens);

}  // namespace strato
