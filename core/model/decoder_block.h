// One block of the one decoder: what description.h draws, step by step. Works on any device and type, and under autograd.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// Keys and values of the tokens already seen, [windows, keyValueHeads, tokens, headDimension]; for generating token by
// token, where a batch is one segment.
struct KeyValueCache {
    at::Tensor keys, values;
};

// Halves of a block that a plan may leave out.
struct BlockParts {
    bool attention = true, mlp = true;
};

// x: [rows, hidden] -> [rows, hidden]. `cache` may be nullptr.
at::Tensor runBlock(const Block& block, const BlockWeights& weights, const at::Tensor& x, const Batch& batch,
                    BlockParts parts = {}, KeyValueCache* cache = nullptr);

// x: [rows, width] -> [rows, width]; a missing norm returns x. LayerNorm: Ba et al., arXiv 1607.06450; RMSNorm: Zhang and
// Sennrich, arXiv 1910.07467, computed in float32, or float64 if x is, as the reference does.
at::Tensor applyNorm(const std::optional<Norm>& norm, const NormWeights& weights, const at::Tensor& x);

}  // namespace strato
