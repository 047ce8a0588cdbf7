// Merging a block away: a map on what the halves before it add to the residual stream, folded into their last matrices, so that the
// model only loses blocks (ReplaceMe, arXiv 2505.02819, and its form for parallel blocks; biases are mapped too).
//
//     MergeSource source = mergeSourceOf(plan, edit, decoder.description());
//     TensorReplacements folded = foldMaps(decoder, {{source, map}});
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/edit/plan.h"
#include "core/geometry/affine_map.h"
#include "core/model/decoder.h"

namespace strato {

// What the map reads: what one or both halves of a block add, [tokens, hidden] each, attention's first.
struct MergeSource {
    BlockIndex block;
    bool attention = false, mlp = false;
    bool intercept = false;             // a bias of these halves can hold one
    int features(int hidden) const { return (static_cast<int>(attention) + static_cast<int>(mlp)) * hidden; }
    auto operator<=>(const MergeSource&) const = default;
};

// Where a merge of the plan folds into: a block or span into the MLP of the nearest block before it that is kept (into attention and MLP where
// these run in parallel); an MLP half into its block's attention; an attention half like a whole block, or where the halves run in parallel
// into its block's MLP. Throws UsageError if there is no such half, a map stands in between, or a norm lies between the half and the stream.
MergeSource mergeSourceOf(const Plan& plan, const Edit& edit, const ModelDescription& model);

// The last matrices and biases of a block with maps (corrections, as AffineMap has them; [features, hidden]) folded in: W' = W (I + B), b' = b (I + B) +
// c, in float64, rounded once to the checkpoint's type. All sources are halves of one block; maps on the same half add up. With a mixture of
// experts every expert's last matrix is mapped, which the shares commute with. `trained` has tensors that stand in for the checkpoint's.
TensorReplacements foldMaps(const Decoder& decoder, const std::vector<std::pair<MergeSource, std::shared_ptr<const AffineMap>>>& maps,
                            const TensorReplacements& trained = {});

}  // namespace strato
