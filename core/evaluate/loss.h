// The loss of a decoder on token windows, and how far one decoder's predictions are from another's.
//
//     LossSums before = measureLoss(pass, unedited, {}, job), after = measureLoss(pass, edited, unedited, job);
//     Ratio rise = lossDifference(before, after);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/evaluate/quality.h"
#include "core/measure/layer_pass.h"
#include "core/text/clusters.h"

namespace strato {

struct LossSums {
    double loss = 0, lossStandardError = 0;   // nats per predicted token
    std::int64_t tokens = 0;                  // predicted, as windows.h says
    double klDivergence = 0;                  // mean over predicted tokens of sum_v p (ln p - ln q), p from `reference`
    double top1Agreement = 0;                 // share of predicted tokens with the same most likely token
    std::vector<RatioPart> windows;           // nats over the predicted tokens of each window, and those tokens as they count in the mean
    Clusters clusters;                        // what the error is over
};

// The last states, [tokens, hidden] float32 of pass.windows(), through final norm and output matrix to the loss of every
// predicted token; log-softmax in float32, sums in float64. `reference`: the last states of the decoder to compare with, or
// undefined, and then divergence and agreement are NaN. The standard error is over documents or windows (clusters.h); NaN for a single window.
// Throws Error if no token is predicted; Cancelled.
LossSums measureLoss(const LayerPass& pass, const at::Tensor& lastStates, const at::Tensor& reference, const JobContext& job);

// The loss and its error from those of windows; windows without weight, which were not read, don't count.
LossSums lossOf(std::vector<RatioPart> parts, const TokenWindows& windows);

// A model whose loss is above ln(vocabulary) predicts worse than who gives every token the same chance: says so, for numbers that rest on it; empty if it
// isn't.
std::string doubtOfLoss(double loss, int vocabulary);

// after - before on the same windows, in nats per predicted token, with the error of the paired differences over the same clusters: far below the error of
// either loss, as what makes a text hard is hard for both.
Ratio lossDifference(const LossSums& before, const LossSums& after);

}  // namespace strato
