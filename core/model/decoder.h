// A decoder that streams its weights from a folder: description, checkpoint, and the steps from ids to logits. It holds no
// block; callers load one, use it, and let it go.
//
//     Decoder decoder("opt-125m", compute);
//     at::Tensor x = decoder.embed(ids, batch);                       // [rows, hidden]
//     for (int l = 0; l < decoder.layers(); ++l) x = decoder.runBlock({l}, decoder.loadBlock({l}), x, batch);
//     at::Tensor logits = decoder.logits(x, decoder.outputMatrix());  // [rows, vocabulary]
#pragma once

#include <filesystem>
#include <string>
#include <thread>

#include <ATen/core/Tensor.h>

#include "core/base/compute.h"
#include "core/base/layer_index.h"
#include "core/model/checkpoint.h"
#include "core/model/decoder_block.h"
#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

class Decoder {
public:
    // Reads config.json and the headers of the weights, and checks every tensor's shape. Throws Error with all problems of
    // the folder at once, and for a device or type this machine can't compute with.
    Decoder(const std::filesystem::path& folder, const Compute& compute);
    // The same of a folder whose config.json was read already: what it describes, and its text.
    Decoder(const std::filesystem::path& folder, ModelDescription description, std::string config, const Compute& compute);

    const std::filesystem::path& folder() const { return folder_; }
    const ModelDescription& description() const { return description_; }
    const Checkpoint& checkpoint() const { return checkpoint_; }
    int layers() const { return description_.layers(); }
    int hidden() const { return description_.hidden; }
    std::string fingerprint() const;
    std::string deviceName() const;     // "cpu", "cuda:0"
    std::string dtypeName() const;      // "float32"
    at::Device device() const { return device_; }
    at::ScalarType dtype() const { return dtype_; }

    // ids: [rows] int64 on the CPU -> state 0, [rows, hidden]. Throws Error for an id outside the vocabulary or a position
    // outside the table of learned positions.
    at::Tensor embed(const at::Tensor& ids, const Batch& batch) const;

    // The block's tensors in the computing type on the computing device. Pages of the file are released where the tensors
    // were converted or copied; releaseBlock() releases the others when their use is over.
    BlockWeights loadBlock(BlockIndex block) const { return loadBlock(block, {}); }
    // The same with `replacements` in place of the tensors they name.
    BlockWeights loadBlock(BlockIndex block, const TensorReplacements& replacements) const;
    // A tensor of the checkpoint as it lies in its file, on the CPU. Throws std::out_of_range if there is none.
    at::Tensor stored(const std::string& name) const;
    void releaseBlock(BlockIndex block) const;
    // Has the system read the block's part of the file in the background, so that loadBlock() need not wait for the disk.
    void prefetchBlock(BlockIndex block) const;

    at::Tensor runBlock(BlockIndex block, const BlockWeights& weights, const at::Tensor& x, const Batch& batch,
                        BlockParts parts = {}, KeyValueCache* cache = nullptr, at::Tensor* middle = nullptr) const {
        return strato::runBlock(description_.blocks[static_cast<std::size_t>(block.value)], weights, x, batch, parts, cache, middle);
    }

    // Gives the pages of the token embedding back.
    void releaseEmbedding() const;

    // The last hidden state as the transformers library reports it: what the output matrix reads of state L (but biogpt's, which is
    // state L itself). x: [rows, hidden] -> [rows, lastStateWidth].
    at::Tensor lastState(const at::Tensor& x) const;
    int lastStateWidth() const { return description_.head.lastStateUnnormed ? description_.hidden : description_.embedding.width; }
    // The output matrix, [vocabulary, width], to be had once and handed to logits(): in the computing type, unless the
    // conversion would take more than 1 GiB; then as stored, and logits() converts it slice by slice.
    at::Tensor outputMatrix() const;
    // Final norm, output matrix and what follows it: state L, [rows, hidden] -> [rows, vocabulary] float32.
    at::Tensor logits(const at::Tensor& x, const at::Tensor& outputMatrix) const;

private:
    Decoder(const std::filesystem::path& folder, const std::string& config, const Compute& compute);
    at::Tensor load(const TensorSpec& spec) const;

    std::filesystem::path folder_;
    std::string configText_;
    ModelDescription description_;
    Checkpoint checkpoint_;
    at::Device device_;
    at::ScalarType dtype_ = at::kFloat;
    EmbeddingWeights embedding_;        // all but its two tables, which are read where they are used
    HeadWeights head_;                  // all but its matrix
    mutable std::jthread prefetching_;  // ends before the checkpoint that it reads
};

// The problems of a checkpoint against a description, one line each: missing tensors, wrong shapes, integer weights.
// Tensors without use are warnings, not problems.
struct CheckpointReview {
    std::vector<std::string> problems, warnings;
    std::int64_t parameters = 0, bytes = 0, largestBlockBytes = 0;
    std::string dtype;                  // of the first block's first matrix
};
CheckpointReview reviewCheckpoint(const ModelDescription& model, const Checkpoint& checkpoint);

// How the names in a checkpoint of this model become those of its description.
TensorNaming namingOf(const ModelDescription& model);

// "auto", "cpu", "cuda" or "cuda:N" as a device. Throws UsageError for another name, Error if there is no such device.
at::Device resolveDevice(const std::string& name);

}  // namespace strato
