// The second half of a block: its MLP, its mixture of experts, or the sum of both.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// x: [rows, hidden], what the norm before the MLP gives -> [rows, hidden], what is added to the residual stream.
at::Tensor runFeedForward(const Block& block, const BlockWeights& weights, const at::Tensor& x);

}  // namespace strato
