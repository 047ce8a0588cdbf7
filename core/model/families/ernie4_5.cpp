// Ernie 4.5: Llama with interleaved rotary pairs, one switch for all biases, and tied embeddings.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeErnie45(const JsonView& config) {
    const bool bias = config.boolean("use_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 103424,
                                                          .hidden = 1024,
                                                          .intermediate = 3072,
                                                          .layers = 18,
                                                          .heads = 16,
                                                          .context = 131072,
                                                          .keyValueHeads = 2,
                                                          .headDimension = 128,
                                                          .epsilon = 1e-5,
                                                          .rotary = {.defaultBase = 500000},
                                                          .queryBias = bias,
                                                          .outputBias = bias,
                                                          .mlpBias = bias,
                                                          .tied = true});
    for (Block& block : model.blocks) block.attention.rotary->interleaved = true;
    return model;
}

}  // namespace strato
