// The door of this room: a decoder and token windows in, one BlockResult per block out, as each is finished.
//
//     measureModel(decoder, windows, options, [&](BlockResult result) { file.addBlock(result); }, job);
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/measure/scores.h"
#include "core/model/decoder.h"
#include "core/text/windows.h"

namespace strato {

struct MeasureOptions {
    BlockIndex firstBlock{0};          // blocks before it are run but not measured: they are known already
    bool skipFirstToken = false;       // leave the first token of every window out of every sum
    int folds = 0;                     // held-out scoring over so many groups of documents; 0: none
    int heatmapTokens = 4096;          // per-token non-linearity is kept for so many first tokens
};

// Runs the decoder once over the windows, block by block: load the block, push every token through it, fold the states
// into that block's moments, solve, hand over the result, go on. Holds one block's weights, two buffers of states
// [tokens, hidden] and one block's moments, whatever the model's size. Throws Error and Cancelled.
void measureModel(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options,
                  const std::function<void(BlockResult)>& onBlock, const JobContext& job);

// The least-squares map over a whole span, x at its input to y at its output, from one pass over the same windows.
AffineMap measureSpanMap(const Decoder& decoder, const TokenWindows& windows, const BlockSpan& span, bool skipFirstToken,
                         const JobContext& job);

}  // namespace strato
