// Token windows to train on: documents set apart for validation, and the rest in batches, in a new order each time round.
//
//     WindowSplit split = splitWindows(std::move(windows), 0.1);
//     WindowShuffle shuffle(split.training, 2048, seed);
//     WindowBatch batch = batchOf(split.training, shuffle.next());
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/text/windows.h"
#include "core/train/random.h"

namespace strato {

struct WindowSplit {
    TokenWindows training, validation;
};
// The last `share` of the documents, or of the windows where there is one document, is for validation. Throws Error if either part would be
// empty.
WindowSplit splitWindows(TokenWindows windows, double share);

struct WindowBatch {
    at::Tensor ids, targets;           // [rows] int64 on the CPU; -1 for a row that predicts nothing
    at::Tensor firstRows;              // [windows] int64: the row of each window's first token
    Batch batch;
};
// The windows of these numbers, one after the other.
WindowBatch batchOf(const TokenWindows& windows, const std::vector<std::size_t>& numbers);

// All windows in their order, about `tokens` at a time.
std::vector<std::vector<std::size_t>> inOrder(const TokenWindows& windows, std::int64_t tokens);

// Every window once, then again in another order, forever. Equal seeds give equal orders.
class WindowShuffle {
public:
    // `windows` must outlive it.
    WindowShuffle(const TokenWindows& windows, std::int64_t tokens, std::uint64_t seed) : windows_(windows), tokens_(tokens), random_(seed) {}

    // Numbers of the windows of the next batch, longer ones first, so that those of one length run together.
    std::vector<std::size_t> next();

private:
    const TokenWindows& windows_;
    std::int64_t tokens_;
    Random random_;
    std::vector<std::size_t> order_;   // of this round
    std::size_t place_ = 0;
};

}  // namespace strato
