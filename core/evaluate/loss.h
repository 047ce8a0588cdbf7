// The loss of a decoder on token windows, and how far one decoder's predictions are from another's.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/evaluate/quality.h"
#include "core/measure/layer_pass.h"

namespace strato {

struct LossSums {
    double loss = 0, lossStandardError = 0;   // nats per predicted token
    std::int64_t tokens = 0;                  // predicted: all but the first of each window
    double klDivergence = 0;                  // mean over predicted tokens of sum_v p (ln p - ln q), p from `reference`
    double top1Agreement = 0;                 // share of predicted tokens with the same most likely token
};

// The last states, [tokens, hidden] float32 of pass.windows(), through final norm and output matrix to the loss of every
// next token; log-softmax in float32, sums in float64. `reference`: the last states of the decoder to compare with, or
// undefined, and then divergence and agreement are NaN. The standard error takes windows as independent (ratio estimator).
// Throws Error if no window has two tokens; Cancelled.
LossSums measureLoss(const LayerPass& pass, const at::Tensor& lastStates, const at::Tensor& reference, const JobContext& job);

}  // namespace strato
