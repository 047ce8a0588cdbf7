// Running a decoder layer by layer: all tokens through one block before the next block is loaded, so that weights are read
// once and memory holds two buffers of states however deep the model is.
//
//     LayerPass pass(decoder, windows);
//     pass.embed(job);
//     for (int l = 0; l < decoder.layers(); ++l) pass.runBlock({l}, {}, job);   // pass.states() is now state l + 1
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/measure/state_buffer.h"
#include "core/model/decoder.h"
#include "core/text/windows.h"

namespace strato {

// Whole windows that run together, and the rows of the state buffers they fill.
struct RowBatch {
    Batch batch;
    std::int64_t firstRow = 0;
    int firstWindow = 0, windows = 0;
};

// Windows in order, grouped to about `rows` rows each; a longer window stands alone.
std::vector<RowBatch> rowBatches(const TokenWindows& windows, std::int64_t rows);

// Where a pass keeps its states.
struct PassStorage {
    std::filesystem::path spill;       // a folder for files of states; empty: in memory
    bool middle = false;               // keep the states between attention and MLP too
};

class LayerPass {
public:
    // Both references must outlive the pass. Throws Error if the windows don't fit the model's context or the states the disk.
    LayerPass(const Decoder& decoder, const TokenWindows& windows, PassStorage storage = {});

    // Fills states() with state 0. Throws Error for ids outside the vocabulary.
    void embed(const JobContext& job);

    // Told how many tokens of a step are done.
    using Progress = std::function<void(std::int64_t tokens)>;

    // Replaces states() by what the block makes of them; inputs() are then the states before it, and middle(), if kept, those
    // between: x + attention(x), to which the MLP adds.
    void runBlock(BlockIndex block, BlockParts parts, const JobContext& job, const Progress& progress = {});
    // The same for whatever else stands in the model's place: what it makes of the rows of a batch, x: [rows, hidden] in the computing type. `middle` is
    // where to put the stream between its halves, or nullptr.
    using RunRows = std::function<at::Tensor(const at::Tensor& x, const Batch& batch, at::Tensor* middle)>;
    void run(const RunRows& runRows, const JobContext& job, const Progress& progress = {});

    // [tokens, hidden] float32 on the CPU; rows in the order of the windows.
    const at::Tensor& states() const { return states_.tensor(); }
    const at::Tensor& inputs() const { return inputs_.tensor(); }
    const at::Tensor& middle() const { return middle_.tensor(); }
    // Tells all of them that these rows are not used again soon.
    void release(RowRange rows) const;
    // Goes on from states that were kept from an earlier pass; or that are written into the buffer it gives.
    void restore(const at::Tensor& states);
    const at::Tensor& statesToRestore();

    const TokenWindows& windows() const { return windows_; }
    const Decoder& decoder() const { return decoder_; }
    const std::vector<RowBatch>& batches() const { return batches_; }
    double loadSeconds() const { return loadSeconds_; }      // of all blocks so far
    double forwardSeconds() const { return forwardSeconds_; }

private:
    void ensureBuffers();

    const Decoder& decoder_;
    const TokenWindows& windows_;
    PassStorage storage_;
    std::vector<RowBatch> batches_;
    StateBuffer states_, inputs_, middle_;
    double loadSeconds_ = 0, forwardSeconds_ = 0;
};

}  // namespace strato
