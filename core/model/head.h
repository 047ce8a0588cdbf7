// The way out: the final norm, and what turns its product with the output matrix into logits.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// State L, [rows, hidden] -> what the output matrix reads, [rows, width of the embedding].
at::Tensor headInput(const Head& head, const HeadWeights& weights, const at::Tensor& x);

// products: [rows, vocabulary], head input times output matrix -> logits; in place where no gradient is taken.
at::Tensor logitsOf(const Head& head, const HeadWeights& weights, at::Tensor products);

}  // namespace strato
