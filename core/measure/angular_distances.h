// How far the residual stream turns between any two depths.
//
//     PairMatrix distance = angularDistances(decoder, windows, job);
//     distance.at(3, 7);              // over blocks 3 to 6
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/measure/scores.h"
#include "core/model/decoder.h"
#include "core/text/windows.h"

namespace strato {

// The last token of every window at every depth.
class LastTokens {
public:
    // The next state, [tokens, hidden] float32.
    void add(const at::Tensor& states, const TokenWindows& windows);

    // [states, states]: arccos of the cosine of two states of a token, over pi, mean over the tokens (Gromov et al., arXiv 2403.17887), and its standard
    // error (clusters.h); NaN unless the second state is deeper. `windows`: those of the states.
    PairMatrix angularDistances(const TokenWindows& windows) const;

private:
    std::int64_t hidden_ = 1;
    std::vector<std::vector<float>> states_;         // [windows * hidden] of each
};

// Of all states, [layers + 1, layers + 1], from one pass. Throws Error, Cancelled.
PairMatrix angularDistances(const Decoder& decoder, const TokenWindows& windows, const JobContext& job);

}  // namespace strato
