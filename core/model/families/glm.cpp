// GLM: Llama with one projection for gate and up, and interleaved rotary pairs on half of each head. GLM-4 (0414) has norms after attention
// and MLP too.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeGlm(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", true);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 151552,
                                                          .intermediate = 13696,
                                                          .layers = 40,
                                                          .context = 131072,
                                                          .keyValueHeads = 2,
                                                          .headDimension = 128,
                                                          .epsilon = 1.5625e-7,
                                                          .rotary = {.defaultShare = 0.5},
                                                          .queryBias = bias});
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.attention.rotary->interleaved = true;
        fuseGateIntoUp(*block.mlp, name + ".mlp.gate_up_proj");
    });
    return model;
}

ModelDescription describeGlm4(const JsonView& config) {
    ModelDescription model = describeGlm(config);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.afterAttention = rmsNorm(name + ".post_self_attn_layernorm", block.beforeMlp->epsilon);
        block.afterMlp = rmsNorm(name + ".post_mlp_layernorm", block.beforeMlp->epsilon);
    });
    return model;
}

}  // namespace strato
