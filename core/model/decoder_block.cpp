#include "core/model/decoder_block.h"

#include <ATen/ATen.h>

#include "core/model/feed_forward.h"
#include "core/model/layers.h"

namespace strato {

at::Tensor runBlock(const Block& block, const BlockWeights& weights, const at::Tensor& x, const Batch& batch, BlockParts parts,
                    KeyValueCache* cache, at::Tensor* middle) {
    // In place: a branch ends in a fresh tensor that nothing else reads.
    const auto add = [&](const at::Tensor& stream, const at::Tensor& branch) {
        return (block.branchScale == 1 ? branch : branch * block.branchScale).add_(stream);
    };
    const auto attention = [&](const at::Tensor& input) {
        return applyNorm(block.afterAttention, weights.afterAttention, runAttention(block.attention, weights.attention, input, batch, cache));
    };
    const auto mlp = [&](const at::Tensor& input) {
        return applyNorm(block.afterMlp, weights.afterMlp, runFeedForward(block, weights, input));
    };
    // A block without this half may have lost its norm too.
    const bool mlpReadsIt = block.parallel && !block.beforeMlp;
    const at::Tensor attentionInput = parts.attention || mlpReadsIt ? applyNorm(block.beforeAttention, weights.beforeAttention, x) : x;
    at::Tensor y = x;
    if (parts.attention) {
        y = add(block.carriesNormed ? attentionInput : x, attention(attentionInput));
        y = applyNorm(block.afterAttentionSum, weights.afterAttentionSum, y);
    }
    if (middle) *middle = y;
    if (!parts.mlp) return y;
    const at::Tensor& before = block.parallel ? x : y;
    const at::Tensor mlpInput = mlpReadsIt ? attentionInput : applyNorm(block.beforeMlp, weights.beforeMlp, before);
    y = add(block.carriesNormed ? mlpInput : y, mlp(mlpInput));
    return applyNorm(block.afterMlpSum, weights.afterMlpSum, y);
}

}  // namespace strato
