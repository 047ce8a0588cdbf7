// Helium: Llama with interleaved rotary pairs.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeHelium(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false), mlpBias = config.boolean("mlp_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 48000,
                                                          .hidden = 2560,
                                                          .intermediate = 7040,
                                                          .layers = 24,
                                                          .heads = 20,
                                                          .context = 4096,
                                                          .keyValueHeads = 20,
                                                          .headDimension = 128,
                                                          .epsilon = 1e-8,
                                                          .rotary = {.defaultBase = 100000},
                                                          .queryBias = bias,
                                                          .mlpBias = mlpBias});
    for (Block& block : model.blocks) block.attention.rotary->interleaved = true;
    return model;
}

}  // namespace strato
