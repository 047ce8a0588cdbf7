// Llama 1 to 3, and what was trained in its image: SmolLM, TinyLlama, Yi, DeepSeek LLM. families.md, section 8.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeLlama(const JsonView& config) {
    const bool attentionBias = config.boolean("attention_bias", false);
    return describeLlamaLayout(config, {.queryBias = attentionBias, .outputBias = attentionBias, .mlpBias = config.boolean("mlp_bias", false)});
}

}  // namespace strato
