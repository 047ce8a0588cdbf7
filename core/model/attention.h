// Attention of every kind the description can say: heads that share keys, rotary positions, linear biases, windows, latents.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// Keys and values of the tokens already seen, [windows, keyValueHeads, tokens, dimension of a key or value]; for generating
// token by token, where a batch is one segment.
struct KeyValueCache {
    at::Tensor keys, values;
};

// x: [rows, hidden], what the norm before attention gives -> [rows, hidden], what is added to the residual stream. `cache` may
// be nullptr.
at::Tensor runAttention(const Attention& attention, const AttentionWeights& weights, const at::Tensor& x, const Batch& batch,
                        KeyValueCache* cache);

}  // namespace strato
