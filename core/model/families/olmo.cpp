// OLMo: Llama with LayerNorms that have no weights, and clipped queries, keys and values.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeOlmo(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 50304, .queryBias = bias, .outputBias = bias});
    const Norm bare{.kind = NormKind::layerNorm, .epsilon = 1e-5, .weight = false};
    for (Block& block : model.blocks) {
        block.beforeAttention = block.beforeMlp = bare;
        block.attention.clip = config.number("clip_qkv", 0);
    }
    model.head.norm = bare;
    return model;
}

}  // namespace strato
