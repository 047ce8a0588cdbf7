// Qwen3-MoE: Qwen3's attention, experts on sparse layers; a window, if asked for, on every layer.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"
#include "core/model/families/qwen_words.h"

namespace strato {

ModelDescription describeQwen3Moe(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 151936,
                                                          .hidden = 2048,
                                                          .intermediate = 6144,
                                                          .layers = 24,
                                                          .context = 32768,
                                                          .keyValueHeads = 4,
                                                          .queryBias = bias,
                                                          .outputBias = bias});
    addExperts(config, {.experts = 128, .chosen = 8, .intermediate = 768}, model);
    const int window = config.boolean("use_sliding_window", false) ? readWindow(config, 4096) : 0;
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.attention.window = window;
        block.attention.queryNorm = HeadNorm{rmsNorm(name + ".self_attn.q_norm", block.beforeMlp->epsilon)};
        block.attention.keyNorm = HeadNorm{rmsNorm(name + ".self_attn.k_norm", block.beforeMlp->epsilon)};
    });
    return model;
}

}  // namespace strato
