// The paper's regularisers: what is added to the loss so that consecutive states come closer. Razzhigaev et al., ACL 2024,
// section 4.
#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "core/train/train_settings.h"

namespace strato {

// states: L + 1 tensors [tokens, hidden], state 0 to state L, before the final norm. Returns the term without its lambda,
// one number:
//
//     meanSquare:  sum over l of the mean over tokens of ||x_{l+1} - x_l||^2   (summed over the hidden dimensions)
//     cosine:      sum over l of the mean over tokens of 1 - cos(x_{l+1}, x_l)
//
// The paper writes the sums over layers and leaves the tokens open; the mean over them keeps lambda independent of the
// batch. Undefined for Regularizer::none.
at::Tensor regularizerTerm(Regularizer regularizer, const std::vector<at::Tensor>& states);

}  // namespace strato
