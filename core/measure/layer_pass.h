// Running a decoder layer by layer: all tokens through one block before the next block is loaded, so that weights are read
// once and memory holds two buffers of states however deep the model is.
//
//     LayerPass pass(decoder, windows);
//     pass.embed(job);
//     for (int l = 0; l < decoder.layers(); ++l) pass.runBlock({l}, {}, job);   // pass.states() is now state l + 1
#pragma once

#include <functional>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/geometry/linearity.h"
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

class LayerPass {
public:
    // Both references must outlive the pass. Throws Error if the windows don't fit the model's context.
    LayerPass(const Decoder& decoder, const TokenWindows& windows);

    // Fills states() with state 0. Throws Error for ids outside the vocabulary.
    void embed(const JobContext& job);

    // Called with each batch's states as they are made: x enters the step, y leaves it; [rows, hidden] float32 on the CPU.
    using BatchVisitor = std::function<void(const RowBatch& batch, const at::Tensor& x, const at::Tensor& y)>;

    // Replaces states() by what the block makes of them; inputs() are then the states before it.
    void runBlock(BlockIndex block, BlockParts parts, const JobContext& job, const BatchVisitor& visit = {});
    // The same for an affine map of the stream, y = x + x matrix + intercept.
    void runMap(const AffineMap& map, const JobContext& job);

    // [tokens, hidden] float32 on the CPU; rows in the order of the windows.
    const at::Tensor& states() const { return states_; }
    const at::Tensor& inputs() const { return inputs_; }
    // Goes on from states that were kept from an earlier pass.
    void restore(at::Tensor states);

    const TokenWindows& windows() const { return windows_; }
    const Decoder& decoder() const { return decoder_; }
    const std::vector<RowBatch>& batches() const { return batches_; }
    double loadSeconds() const { return loadSeconds_; }      // of all blocks so far
    double forwardSeconds() const { return forwardSeconds_; }

private:
    void ensureBuffers();

    const Decoder& decoder_;
    const TokenWindows& windows_;
    std::vector<RowBatch> batches_;
    at::Tensor states_, inputs_;
    double loadSeconds_ = 0, forwardSeconds_ = 0;
};

}  // namespace strato
