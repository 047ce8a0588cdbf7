// Granite: Llama with multipliers on embeddings, on what attention and MLP add, on scores and on logits.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeGranite(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false), mlpBias = config.boolean("mlp_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.queryBias = bias, .outputBias = bias, .mlpBias = mlpBias});
    model.embedding.scale = config.number("embedding_multiplier", 1);
    for (Block& block : model.blocks) {
        block.branchScale = config.number("residual_multiplier", 1);
        block.attention.scale = config.number("attention_multiplier", 1);
    }
    const double divisor = config.number("logits_scaling", 1);
    if (divisor == 0) config.at("logits_scaling").fail("is 0, by which logits can't be divided");
    model.head.scale = 1 / divisor;
    return model;
}

}  // namespace strato
