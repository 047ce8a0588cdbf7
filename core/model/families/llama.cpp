// Llama 1 to 3, and what was trained in its image: SmolLM, TinyLlama, Yi, DeepSeek LLM.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeLlama(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false), mlpBias = config.boolean("mlp_bias", false);
    return describeLlamaLayout(config, {.queryBias = bias, .outputBias = bias, .mlpBias = mlpBias});
}

}  // namespace strato
