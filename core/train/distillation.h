// How far an edited decoder is from the unedited one, with gradients for its maps.
//
//     Distillation distillation(decoder, maps, {}, job);
//     distillation.measureScales(validation, 2048, job);
//     Distance distance = distillation.measure(batch, true);
//     (distance.mse + 0.1 * distance.kl).backward();
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/train/trainable_maps.h"
#include "core/train/window_batches.h"

namespace strato {

// Of one batch; scalars in float32.
struct Distance {
    at::Tensor mse;                    // mean over depths of sum ||y - x||^2 over sum ||x - mean||^2
    at::Tensor kl;                     // mean over rows of KL(unedited || edited) at the output, nats; undefined unless asked for
    at::Tensor nextTokenLoss;          // sum over predicted tokens, nats; likewise
    std::int64_t rows = 0;             // that the first is over
    std::int64_t allRows = 0, predicted = 0;
};

// Where edited and unedited stream are compared: behind every edited step, and behind every step that dropped or merged blocks follow, with the
// unedited state behind the last block that this step stands for; where blocks learn, behind every one. Depths before the first that learns are left
// out, for nothing can move them.
struct Depth {
    std::size_t step;                  // of the edited decoder; compared is what it returns
    int state;                         // of the unedited one
};

class Distillation {
public:
    // Loads all blocks. `decoder` and `maps` must outlive it. Throws Error, Cancelled.
    Distillation(const Decoder& decoder, const TrainableMaps& maps, bool skipFirstToken, const JobContext& job);

    // The unedited states' variance at every depth, over these windows, about `tokens` at a time; must come first.
    void measureScales(const TokenWindows& windows, std::int64_t tokens, const JobContext& job);

    // One unedited and one edited forward pass, sharing what comes before the first edit. Builds a graph from the first map on, if gradients are
    // enabled. `withOutput`: to the logits, else only to the last depth. Logits of a batch are held several times over.
    Distance measure(const WindowBatch& batch, bool withOutput) const;

    const std::vector<Depth>& depths() const { return depths_; }

private:
    // What the unedited decoder holds at `shared_`, at every depth, and at the end.
    struct Unedited {
        at::Tensor shared, last;
        std::vector<at::Tensor> atDepths;
    };
    Unedited runUnedited(const WindowBatch& batch, bool toTheEnd) const;
    at::Tensor logProbabilities(const at::Tensor& lastStates) const;
    // Sum over the rows that count of ||y - x||^2.
    at::Tensor squaredError(const at::Tensor& y, const at::Tensor& x, const WindowBatch& batch) const;

    const Decoder& decoder_;
    const TrainableMaps& maps_;
    bool skipFirstToken_;
    LoadedBlocks blocks_;
    HeadWeights head_;
    at::Tensor outputMatrix_;
    std::size_t shared_ = 0;           // so many blocks are the same in both
    std::vector<Depth> depths_;
    std::vector<double> variances_;    // one a depth: mean over rows of ||x - mean||^2
};

}  // namespace strato
