// The two smallest parts of a decoder: a norm and a linear map.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// What the reference takes norms, softmax and sigmoids in, whatever the type of the weights: float32, or float64 if x is.
at::ScalarType atLeastFloat(const at::Tensor& x);

// What products of x are taken in: its own type, but float32 for bfloat16 on a processor that multiplies float32 faster. Results are
// then rounded to bfloat16, as processors made for it do.
at::ScalarType productType(const at::Tensor& x);

// x: [rows, inputs] -> [rows, outputs]. Weights of another type or device than x are converted first. Throws Cancelled as
// throwIfInterrupted() does.
at::Tensor applyLinear(const Linear& linear, const LinearWeights& weights, const at::Tensor& x);

// x: [..., width] -> the same shape; a missing norm returns x. LayerNorm: Ba et al., arXiv 1607.06450; RMSNorm: Zhang and
// Sennrich, arXiv 1910.07467. The second form takes norms over each head, x: [rows, heads, headDimension].
at::Tensor applyNorm(const std::optional<Norm>& norm, const NormWeights& weights, const at::Tensor& x);
at::Tensor applyNorm(const std::optional<HeadNorm>& norm, const NormWeights& weights, const at::Tensor& x);

// cap * tanh(x / cap), in place where no gradient needs x; a cap of 0 returns x.
at::Tensor softcapped(at::Tensor x, double cap);

}  // namespace strato
