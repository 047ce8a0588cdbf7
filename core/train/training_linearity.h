// How linear the blocks of a model are while it learns.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/train/token_stream.h"
#include "core/train/trainable_model.h"

namespace strato {

struct BlockLinearity {
    std::vector<double> linearity, noResidual;     // [layers], geometry/linearity.h
    std::int64_t tokens = 0;
};

// Over all tokens of the batches, whose states are held in memory at once, [tokens, hidden] a depth. Throws Cancelled.
BlockLinearity linearityOfBlocks(const TrainableModel& model, std::span<const TrainingBatch> batches, at::Device device, const JobContext& job);

}  // namespace strato
