// Phi-1, 1.5 and 2: attention and MLP side by side from one LayerNorm, biases everywhere.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describePhi(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 51200,
                                                          .hidden = 2048,
                                                          .intermediate = 8192,
                                                          .layers = 24,
                                                          .norm = NormKind::layerNorm,
                                                          .normBias = true,
                                                          .epsilonKey = "layer_norm_eps",
                                                          .epsilon = 1e-5,
                                                          .activation = "gelu_new",
                                                          .rotary = {.defaultShare = 0.5},
                                                          .gatedMlp = false,
                                                          .queryBias = true,
                                                          .outputBias = true,
                                                          .mlpBias = true});
    const bool headNorms = config.boolean("qk_layernorm", false);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.parallel = true;
        block.beforeMlp.reset();
        block.attention.output.name = name + ".self_attn.dense";
        block.mlp->up.name = name + ".mlp.fc1";
        block.mlp->down.name = name + ".mlp.fc2";
        if (!headNorms) return;
        block.attention.queryNorm = HeadNorm{layerNorm(name + ".self_attn.q_layernorm", block.beforeAttention->epsilon)};
        block.attention.keyNorm = HeadNorm{layerNorm(name + ".self_attn.k_layernorm", block.beforeAttention->epsilon)};
    });
    model.head.norm->name = "model.final_layernorm";
    model.head.bias = "lm_head.bias";
    return model;
}

}  // namespace strato
