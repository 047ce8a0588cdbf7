#include "core/train/regularizer.h"

#include <ATen/ATen.h>

namespace strato {

at::Tensor regularizerTerm(Regularizer regularizer, const std::vector<at::Tensor>& states) {
    at::Tensor sum;
    if (regularizer == Regularizer::none) return sum;
    for (std::size_t l = 0; l + 1 < states.size(); ++l) {
        const at::Tensor term = regularizer == Regularizer::meanSquare ? (states[l + 1] - states[l]).square().sum(-1).mean()
                                                                       : (1 - at::cosine_similarity(states[l + 1], states[l], -1)).mean();
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

}  // namespace strato
