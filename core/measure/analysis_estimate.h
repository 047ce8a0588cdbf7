// What an analysis is expected to cost, for those that see no decoder.
#pragma once

#include <cstdint>
#include <filesystem>

namespace strato {

struct AnalysisEstimate {
    std::int64_t tokens = 0;
    std::int64_t multiplyAddsPerToken = 0;   // of the blocks' matrices and the output matrix; what tokens do to each other not counted
    std::int64_t memoryBytes = 0;            // at its peak
    std::int64_t diskBytes = 0;              // of files for what doesn't fit the budget
    double seconds = 0;
};

// Of the model in a folder, with the measures of an analysis that asks for nothing else (estimate.h). Throws Error for a folder that
// can't be run.
AnalysisEstimate estimateAnalysis(const std::filesystem::path& model, std::int64_t tokens, int folds, std::int64_t memoryBytes);

}  // namespace strato
