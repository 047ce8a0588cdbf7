// Qwen3: Llama with a norm over each head's queries and keys; windows as in Qwen2.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"
#include "core/model/families/qwen_words.h"

namespace strato {

ModelDescription describeQwen3(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 151936,
                                                          .intermediate = 22016,
                                                          .context = 32768,
                                                          .keyValueHeads = 32,
                                                          .headDimension = 128,
                                                          .queryBias = bias,
                                                          .outputBias = bias});
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.attention.queryNorm = HeadNorm{rmsNorm(name + ".self_attn.q_norm", block.beforeMlp->epsilon)};
        block.attention.keyNorm = HeadNorm{rmsNorm(name + ".self_attn.k_norm", block.beforeMlp->epsilon)};
    });
    windowUpperLayers(config, model);
    return model;
}

}  // namespace strato
