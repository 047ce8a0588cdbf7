// OLMo: Llama with LayerNorms that have no weights, and clipped queries, keys and values.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeOlmo(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 50304, .queryBias = bias, .outputBias = bias});
    const auto bare = [](const std::string& name) { return Norm{.kind = NormKind::layerNorm, .epsilon = 1e-5, .weight = false, .name = name}; };
    for (Block& block : model.blocks) {
        block.beforeAttention = bare(block.beforeAttention->name);
        block.beforeMlp = bare(block.beforeMlp->name);
        block.attention.clip = config.number("clip_qkv", 0);
    }
    model.head.norm = bare(model.head.norm->name);
    return model;
}

}  // namespace strato
