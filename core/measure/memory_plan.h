// What an analysis keeps in memory, and what goes to files because the budget says so.
//
//     MemoryPlan plan = planMemory(model, tokens, {.folds = 5}, budget);
//     plan.spillStates;               // states of 80k tokens of a 70B model don't fit 8 GiB
#pragma once

#include <cstdint>

#include "core/measure/measure_model.h"

namespace strato {

struct MemoryPlan {
    std::int64_t largestBlock = 0;         // its weights as computed with, in bytes, as all here
    std::int64_t stateBuffers = 0;         // all buffers of states together
    std::int64_t moments = 0;              // of all groups of tokens
    std::int64_t solving = 0;              // what solving a block takes beside them, when its weights are gone
    std::int64_t peak = 0;                 // of the process, with the files taken off
    bool spillStates = false, spillMoments = false;
};

// `budgetBytes` 0: everything in memory. `bytesPerWeight`: of the type that is computed with.
MemoryPlan planMemory(const ModelDescription& model, std::int64_t tokens, const MeasureOptions& options, std::int64_t budgetBytes, int bytesPerWeight = 4);

// How many buffers of states [tokens, hidden] an analysis holds: input and output, and with mergeable or halves those between
// attention and MLP and what the block before added.
int stateBuffersOf(const ModelDescription& model, const MeasureOptions& options);

}  // namespace strato
