// A plan applied: the steps that an edited decoder takes from state 0 to the last state. The unedited decoder is the empty
// plan's, so that whatever runs one runs the other.
//
//     std::vector<Step> steps = stepsOf(plan, decoder.layers(), mapOf);
//     runSteps(pass, steps, 0, job);
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/job_context.h"
#include "core/edit/plan.h"
#include "core/geometry/affine_map.h"
#include "core/measure/layer_pass.h"
#include "core/model/decoder.h"

namespace strato {

// A block, whole or in part, or the affine map that stands for a span.
struct Step {
    BlockSpan span;                             // the original blocks it covers
    BlockParts parts;                           // of a block
    std::shared_ptr<const AffineMap> map;       // set: the span is replaced by it
};

// Where the least-squares map of a span comes from. Throws Error if it can't be had.
using MapSource = std::function<std::shared_ptr<const AffineMap>(const BlockSpan&)>;

// Throws UsageError if the plan doesn't fit, Error for an action that can't be computed (merge, lowrank).
std::vector<Step> stepsOf(const Plan& plan, int layers, const MapSource& mapOf);

// Takes the steps from number `first` on; pass.states() must be the state that enters it. Returns the blocks computed.
int runSteps(LayerPass& pass, const std::vector<Step>& steps, std::size_t first, const JobContext& job);

// The first step that is not the unedited decoder's own; all before it can be taken from an unedited pass.
std::size_t firstEditedStep(const std::vector<Step>& steps);

// Parameters and bytes of the edited model, in the checkpoint's types; maps count in the type of the blocks' matrices.
struct ModelSize {
    std::int64_t parameters = 0, bytes = 0;
};
ModelSize sizeOf(const Decoder& decoder, const std::vector<Step>& steps);

}  // namespace strato
