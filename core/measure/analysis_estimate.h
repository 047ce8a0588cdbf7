// What an analysis is expected to cost, for those that see no decoder.
#pragma once

#include <cstdint>

namespace strato {

struct AnalysisEstimate {
    std::int64_t tokens = 0;
    std::int64_t multiplyAddsPerToken = 0;   // of the blocks' matrices and the output matrix; what tokens do to each other not counted
    std::int64_t memoryBytes = 0;            // at its peak
    std::int64_t diskBytes = 0;              // of files for what doesn't fit the budget
    double seconds = 0;
};
}  // namespace strato
