// Cohere (Command R): attention and MLP side by side from one LayerNorm, interleaved rotary pairs, scaled logits; with use_qk_norm a
// LayerNorm over each head, every head with its own weights.
#include "core/model/families/cohere_words.h"
#include "core/model/families/family.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeCohere(const JsonView& config) {
    ModelDescription model = describeCohereLayout(config);
    if (!config.boolean("use_qk_norm", false)) return model;
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        const double epsilon = block.beforeAttention->epsilon;
        block.attention.queryNorm = HeadNorm{layerNorm(name + ".self_attn.q_norm", epsilon, false), HeadNorm::Over::ownHead};
        block.attention.keyNorm = HeadNorm{layerNorm(name + ".self_attn.k_norm", epsilon, false), HeadNorm::Over::ownHead};
    });
    return model;
}

}  // namespace strato
