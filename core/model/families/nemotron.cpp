// Nemotron: LayerNorms that multiply by 1 + weight, an MLP of squared ReLUs without a gate, half of each head rotated.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeNemotron(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false), mlpBias = config.boolean("mlp_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 256000,
                                                          .hidden = 6144,
                                                          .intermediate = 24576,
                                                          .heads = 48,
                                                          .context = 4096,
                                                          .norm = NormKind::layerNorm,
                                                          .normBias = true,
                                                          .epsilonKey = "norm_eps",
                                                          .epsilon = 1e-5,
                                                          .activation = "relu2",
                                                          .rotary = {.defaultShare = 0.5},
                                                          .gatedMlp = false,
                                                          .queryBias = bias,
                                                          .outputBias = bias,
                                                          .mlpBias = mlpBias});
    for (Block& block : model.blocks) {
        block.beforeAttention->addsOne = block.beforeMlp->addsOne = true;
        // The library has never read rope_scaling here; it reads the rope_parameters of newer files.
        if (!config.has("rope_parameters")) block.attention.rotary = Rotary{.dimensions = block.attention.rotary->dimensions, .base = block.attention.rotary->base};
    }
    model.head.norm->addsOne = true;
    return model;
}

}  // namespace strato
