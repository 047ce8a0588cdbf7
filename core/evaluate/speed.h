// How fast decoders run, measured side by side.
#pragma once

#include <vector>

#include "core/base/job_context.h"
#include "core/edit/edited_decoder.h"
#include "core/model/decoder.h"

namespace strato {

struct Speed {
    double prefillTokensPerSecond = 0;   // one window of `prefillTokens`, logits of its last token
    double decodeTokensPerSecond = 0;    // token by token behind a prompt, batch 1, with a key-value cache
    int prefillTokens = 0, decodeTokens = 0, runs = 0;
};

// Times every candidate in turn, run by run, so that a machine that slows down slows all of them; medians over the runs, after
// warm-ups. All weights used are held in memory. Takes about `seconds` in all. Throws Cancelled.
std::vector<Speed> measureSpeed(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, double seconds,
                                const JobContext& job);

}  // namespace strato
