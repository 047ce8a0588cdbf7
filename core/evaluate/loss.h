// The loss of a decoder on token windows, and how far one decoder's predictions are from another's.
//
//     LossSums before = measureLoss(pass, unedited, {}, job), after = measureLoss(pass, edited, unedited, job);
//     LossDifference rise = lossDifference(before, after);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/evaluate/quality.h"
#include "core/measure/layer_pass.h"

namespace strato {

// What one window, or all windows of a document, add to the loss.
struct LossPart {
    double sum = 0;                           // nats, over the predicted tokens
    double weight = 0;                        // those tokens, as they count in the mean
};

struct LossSums {
    double loss = 0, lossStandardError = 0;   // nats per predicted token
    bool overDocuments = false;               // the error is over documents; else over windows
    std::int64_t tokens = 0;                  // predicted, as windows.h says
    double klDivergence = 0;                  // mean over predicted tokens of sum_v p (ln p - ln q), p from `reference`
    double top1Agreement = 0;                 // share of predicted tokens with the same most likely token
    std::vector<LossPart> windows;            // one a window, in their order
    std::vector<LossPart> clusters;           // what the error is over: one a document, or one a window
};

// The last states, [tokens, hidden] float32 of pass.windows(), through final norm and output matrix to the loss of every
// predicted token; log-softmax in float32, sums in float64. `reference`: the last states of the decoder to compare with, or
// undefined, and then divergence and agreement are NaN. Tokens of a document depend on each other, so the standard error takes
// documents as independent, or windows where there is one document only (ratio estimator: Cochran, Sampling Techniques, 3rd
// edition, section 6.4, of sums over weights); NaN for a single window. Throws Error if no token is predicted; Cancelled.
LossSums measureLoss(const LayerPass& pass, const at::Tensor& lastStates, const at::Tensor& reference, const JobContext& job);

// The loss and its error from those of windows; windows without weight, which were not read, don't count.
LossSums lossOf(std::vector<LossPart> parts, const TokenWindows& windows);

// A model whose loss is above ln(vocabulary) predicts worse than who gives every token the same chance: says so, for numbers that rest on it; empty if it
// isn't.
std::string doubtOfLoss(double loss, int vocabulary);

struct LossDifference {
    double mean = 0, standardError = 0;       // nats per predicted token
};

// after - before on the same windows, with the error of the paired differences over the same clusters: far below the error of
// either loss, as what makes a text hard is hard for both.
LossDifference lossDifference(const LossSums& before, const LossSums& after);

}  // namespace strato
