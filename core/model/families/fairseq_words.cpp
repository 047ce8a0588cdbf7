#include "core/model/families/fairseq_words.h"

#include "core/model/families/parts.h"

namespace strato {

Block fairseqBlock(const FairseqBlock& parts) {
    Block block;
    block.beforeAttention = layerNorm(parts.name + ".self_attn_layer_norm", 1e-5);
    block.attention = equalHeads({.name = parts.name + ".self_attn", .hidden = parts.hidden, .heads = parts.heads, .bias = parts.bias});
    block.beforeMlp = layerNorm(parts.name + ".final_layer_norm", 1e-5);
    block.mlp = plainMlp({.name = parts.name,
                          .hidden = parts.hidden,
                          .intermediate = parts.intermediate,
                          .activation = parts.activation,
                          .bias = parts.bias,
                          .up = ".fc1",
                          .down = ".fc2"});
    return block;
}

}  // namespace strato
