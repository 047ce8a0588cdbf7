// One block of the one decoder: what description.h draws, step by step. Works on any device and type, and under autograd.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/attention.h"
#include "core/model/batch.h"
#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// x: [rows, hidden] -> [rows, hidden]. A half that is left out leaves the residual stream as it is. `cache` may be nullptr. `middle`, if
// given, takes the stream between attention and MLP, [rows, hidden].
at::Tensor runBlock(const Block& block, const BlockWeights& weights, const at::Tensor& x, const Batch& batch,
                    BlockParts parts = {}, KeyValueCache* cache = nullptr, at::Tensor* middle = nullptr);

}  // namespace strato
