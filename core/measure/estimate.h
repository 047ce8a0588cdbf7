// What an analysis will cost, before it starts.
//
//     AnalysisEstimate cost = estimateAnalysis(decoder.description(), 10'000, 512, options);
//     show(cost.memoryBytes, cost.seconds);
#pragma once

#include "core/measure/analysis_estimate.h"
#include "core/measure/measure_model.h"

namespace strato {

// Of `tokens` tokens in float32 on this machine's processor: memory as planned (memory_plan.h), time from the multiply-adds of blocks
// and measures and from what goes number by number, over what this machine reaches in each, which is measured (0.15 s). The time to read weights that
// are not in the system's cache comes on top. `sequenceLength`: of a window.
AnalysisEstimate estimateAnalysis(const ModelDescription& model, std::int64_t tokens, int sequenceLength, const MeasureOptions& options);

}  // namespace strato
