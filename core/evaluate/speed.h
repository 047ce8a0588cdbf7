// How fast decoders run, measured side by side.
//
//     std::vector<Speed> speeds = measureSpeed(decoder, {unedited, edited}, 2, job);
//     speeds[1].decode.median / speeds[0].decode.median;   // beside idealSpeedup(decoder.layers(), edited)
#pragma once

#include <vector>

#include "core/base/job_context.h"
#include "core/edit/edited_decoder.h"
#include "core/model/decoder.h"

namespace strato {

// Tokens per second over the timed runs.
struct Rate {
    double median = 0;
    double spread = 0;                   // interquartile range
};

struct Speed {
    Rate prefill;                        // one window of `prefillTokens`, logits of its last token
    Rate decode;                         // token by token behind that window, batch 1, with a key-value cache, `decodeTokens` always
    int prefillTokens = 0, decodeTokens = 0, runs = 0;
};

// Times every candidate in turn, run by run, so that a machine that slows down slows all of them; up to 20 runs each, 4 at least, after
// up to 10 warm-ups. All weights used are held in memory. Takes about `seconds` in all where a run is short enough. Throws
// Cancelled.
std::vector<Speed> measureSpeed(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, double seconds,
                                const JobContext& job);

// L / (L - k), the speed-up if time went with the number of blocks: L - k are the blocks that `steps` still run, half a block for half,
// a linear map for nothing. Embedding and output matrix, which don't shrink, are left out, so a real speed-up stays below. NaN where
// no block is left.
double idealSpeedup(int layers, const std::vector<Step>& steps);

}  // namespace strato
