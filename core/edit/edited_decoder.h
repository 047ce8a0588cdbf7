// A plan applied: the steps that an edited decoder takes from state 0 to the last state. The unedited decoder is the empty
// plan's, so that whatever runs one runs the other.
//
//     std::vector<Step> steps = stepsOf(plan, decoder, fits.mapsOf(plan, job));
//     runSteps(pass, steps, 0, job);
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/edit/plan.h"
#include "core/geometry/affine_map.h"
#include "core/measure/layer_pass.h"
#include "core/model/decoder.h"

namespace strato {

// A block, whole or in part, or the map that stands for a span.
struct Step {
    BlockSpan span;                                          // the original blocks it covers
    BlockParts parts = {};                                   // of a block: those that run
    std::shared_ptr<const AffineMap> map = {};               // set: the span is replaced by it
    std::shared_ptr<const AffineMap> attentionMap = {}, mlpMap = {};  // set: that half is replaced by it
    std::shared_ptr<const TensorReplacements> folded = {};   // the block's tensors that merges or training changed
    std::string edits = {};                                  // the texts of what made it; empty for an unedited block

    bool unedited() const { return !map && !attentionMap && !mlpMap && !folded && parts.attention && parts.mlp; }
    // False if only maps of the residual stream are left of it.
    bool runsBlock() const { return !map && (parts.attention || parts.mlp); }
};

// The fitted maps of a plan's edits, all but drops, by Edit::text().
using PlanMaps = std::map<std::string, std::shared_ptr<const AffineMap>>;

// `trained`: tensors of blocks in place of the checkpoint's, in its types and layouts; merges are folded into these. Throws UsageError if the
// plan doesn't fit the model, std::out_of_range if a map is not there.
std::vector<Step> stepsOf(const Plan& plan, const Decoder& decoder, const PlanMaps& maps, const TensorReplacements& trained = {});

// What a step computes with, on the computing device in the computing type.
struct MapWeights {
    at::Tensor matrix, up, intercept;   // [features, width] or [features, rank]; [rank, width] or undefined; [width]

    MapWeights() = default;
    MapWeights(const AffineMap& map, const Decoder& decoder);
    bool defined() const { return matrix.defined(); }
    // features: [rows, features] -> what is added to the stream, [rows, width].
    at::Tensor correction(const at::Tensor& features) const;
};
struct StepWeights {
    BlockWeights block;
    MapWeights map, attention, mlp;
};
// `unedited`, if given, are the weights of the step's block before any edit, which are shared where no merge changed them.
StepWeights loadStep(const Decoder& decoder, const Step& step, const BlockWeights* unedited = nullptr);

// x: [rows, hidden] -> [rows, hidden]. In place of a half, a map of what that half would read of the stream: of the block's input, or for the MLP of a
// block whose halves follow each other, of the stream between them. `cache` and `middle` (the stream between the halves) may be nullptr.
at::Tensor runStep(const Decoder& decoder, const Step& step, const StepWeights& weights, const at::Tensor& x, const Batch& batch, KeyValueCache* cache,
                   at::Tensor* middle = nullptr);

// Takes one step, or the steps from number `first` on; pass.states() must be the state that enters it. Returns the blocks computed.
void runStep(LayerPass& pass, const Step& step, const JobContext& job);
int runSteps(LayerPass& pass, const std::vector<Step>& steps, std::size_t first, const JobContext& job);

// How many steps two plans with maps from the same fits begin with in common: states behind these are the same.
std::size_t commonSteps(const std::vector<Step>& one, const std::vector<Step>& other);

// Parameters and bytes of the edited model, in the checkpoint's types; maps count in the type of the blocks' matrices. Multiply-adds are those with
// weights, for one token, the output matrix included (products of queries and keys, which grow with the context, are not).
struct ModelSize {
    std::int64_t parameters = 0, bytes = 0, multiplyAdds = 0;
};
ModelSize sizeOf(const Decoder& decoder, const std::vector<Step>& steps);

}  // namespace strato
