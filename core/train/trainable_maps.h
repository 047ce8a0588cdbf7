// The maps of a plan as tensors that learn, and with them the blocks if asked; the steps of the edited decoder that run with them.
//
//     TrainableMaps maps(plan, decoder, start, false);
//     at::Tensor y = maps.run(s, blocks, x, batch);          // step s; gradients reach the maps
//     PlanMaps learnt = maps.take();
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/edit/edited_decoder.h"
#include "core/edit/merge.h"
#include "core/evaluate/loaded_decoder.h"

namespace strato {

// Tensors in float32 on the computing device, whatever the decoder computes in: small steps must not be lost.
struct TrainableMap {
    Edit edit;
    MergeSource source;                // of a merge
    at::Tensor matrix, up, intercept;  // as MapWeights has them; `intercept` is undefined where nothing can hold one

    std::vector<at::Tensor> tensors() const;
    at::Tensor correction(const at::Tensor& features) const;
};

// A merge learns unfolded: it reads what the halves add that it will be folded into, and adds its correction behind their block, so that
// what is learnt can be folded as a fit is.
class TrainableMaps {
public:
    // `decoder` must outlive it. With `trainBlocks` the blocks from the one before the first edit on learn too: it can take over what a dropped one did.
    // Throws UsageError if the plan doesn't fit the model, std::out_of_range if a map is not there.
    TrainableMaps(const Plan& plan, const Decoder& decoder, const PlanMaps& start, bool trainBlocks);
    TrainableMaps(const TrainableMaps&) = delete;
    TrainableMaps& operator=(const TrainableMaps&) = delete;

    // Without folded weights.
    const std::vector<Step>& steps() const { return steps_; }
    const std::vector<TrainableMap>& maps() const { return maps_; }
    // The first step that learns.
    std::size_t firstTrainable() const { return firstTrainable_; }
    bool trainsBlocks() const { return !blocks_.empty(); }
    // All that learns, in an order of its own.
    std::vector<at::Tensor> tensors() const;

    // x: [rows, hidden] in the computing type -> the same behind the step. `blocks` are the unedited ones.
    at::Tensor run(std::size_t step, const LoadedBlocks& blocks, const at::Tensor& x, const Batch& batch) const;

    // As they are now: maps by Edit::text(), and tensors of blocks in the checkpoint's types.
    PlanMaps take() const;
    TensorReplacements takeBlocks() const;

private:
    struct StepMaps {
        const TrainableMap *whole = nullptr, *attention = nullptr, *mlp = nullptr;
        std::vector<const TrainableMap*> merges;
        bool any() const { return whole || attention || mlp || !merges.empty(); }
    };
    void place(const TrainableMap& map);
    void addBlock(BlockIndex block);
    // Of a block that learns, in the computing type.
    BlockWeights learning(BlockIndex block, at::ScalarType type) const;

    const Decoder& decoder_;
    std::vector<Step> steps_;
    std::vector<TrainableMap> maps_;
    std::vector<StepMaps> ofSteps_;
    std::map<int, std::map<std::string, at::Tensor>> blocks_;   // of those that learn: tensors in float32 by the checkpoint's names
    std::size_t firstTrainable_ = 0;
};

}  // namespace strato
