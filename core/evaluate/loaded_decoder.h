// A decoder, edited or not, with all its weights in memory: for what reads tokens again and again instead of layer by layer.
//
//     const LoadedBlocks blocks = loadBlocks(decoder, {unedited, edited}, job);
//     const LoadedDecoder before(decoder, unedited, blocks), after(decoder, edited, blocks);
//     LoadedDecoder::Caches caches = after.freshCaches();
//     at::Tensor logits = after.run(prompt, 0, &caches);    // then token by token
#pragma once

#include <map>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/edit/edited_decoder.h"
#include "core/model/decoder.h"

namespace strato {

// By the number of the block.
using LoadedBlocks = std::map<int, BlockWeights>;

// The weights of every block that any of the candidates runs. Throws Error, Cancelled.
LoadedBlocks loadBlocks(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, const JobContext& job);

class LoadedDecoder {
public:
    // `decoder` and `steps` must outlive it.
    LoadedDecoder(const Decoder& decoder, const std::vector<Step>& steps, const LoadedBlocks& blocks);

    using Caches = std::vector<KeyValueCache>;     // one a step
    Caches freshCaches() const { return Caches(steps_.size()); }

    // Logits behind the last of `ids`, [1, vocabulary] float32 on the CPU, so that a device's work is done when it returns. ids: [tokens]
    // int64 of one window, the first at `firstPosition`; `caches` hold the tokens before it and take these, or are nullptr.
    at::Tensor run(const at::Tensor& ids, int firstPosition, Caches* caches) const;

    const Decoder& decoder() const { return decoder_; }

private:
    const Decoder& decoder_;
    const std::vector<Step>& steps_;
    at::Tensor outputMatrix_;
    std::vector<StepWeights> weights_;             // one a step
};

}  // namespace strato
