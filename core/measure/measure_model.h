// The door of this room: a decoder and token windows in, one BlockResult per block out, as each is finished.
//
//     measureModel(decoder, windows, options, {.onBlock = [&](BlockResult result) { file.addBlock(result); }}, job);
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/job_context.h"
#include "core/measure/scores.h"
#include "core/model/decoder.h"
#include "core/text/windows.h"

namespace strato {

enum class PairMeasures { none, linearity, all };

struct MeasureOptions {
    BlockIndex firstBlock{0};          // blocks before it are run but not measured: they are known already
    bool skipFirstToken = false;       // leave the first token of every window out of every sum
    int folds = 0;                     // held-out scoring over so many groups of documents; 0: none
    int heatmapTokens = 4096;          // per-token non-linearity is kept for so many first tokens
    bool states = true;                // spectra and intrinsic dimension of every state
    bool procrustes = true;
    bool mergeable = true;             // what a stock checkpoint could carry of each block's map, where the family allows any
    bool halves = false;               // attention and MLP on their own
    PairMeasures pairs = PairMeasures::none;
    std::vector<double> adjacentLinearity = {};  // of the blocks before firstBlock, for the matrix of pairs
    int lensTokens = 0;                // read the states of so many first tokens through the output matrix
    std::int64_t memoryBytes = 0;      // states and sums go to files in `spill` where all would take more; 0: never
    std::filesystem::path spill = {};
    std::filesystem::path keptStates = {};  // a file that the states of a finished depth are kept in now and then, for who
                                       // goes on after a kill; whoever has stored the results removes it. Empty: none
    double secondsBetweenKept = 10;    // so much work may be lost; writing costs less than a hundredth of it
};

struct MeasureListener {
    std::function<void(BlockResult)> onBlock;
    std::function<void(const PairScores&)> onPairs = {};
    std::function<void(const LogitLens&)> onLens = {};
};

// Runs the decoder once over the windows, block by block: load the block (while the disk reads the next), push every token through it,
// sum the states into that block's moments, solve, hand over the result, go on. Holds one block's weights, two buffers of states [tokens,
// hidden] (up to four with mergeable or halves, all of them with pairs) and one block's moments, whatever the model's size. Throws Error and
// Cancelled.
void measureModel(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options, const MeasureListener& listener,
                  const JobContext& job);

}  // namespace strato
