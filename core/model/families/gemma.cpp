// Gemma: Llama with norms that multiply by 1 + weight, scaled embeddings and a GELU.
#include "core/model/families/family.h"
#include "core/model/families/gemma_words.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeGemma(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 256000,
                                                          .hidden = 3072,
                                                          .intermediate = 24576,
                                                          .layers = 28,
                                                          .heads = 16,
                                                          .context = 8192,
                                                          .keyValueHeads = 16,
                                                          .headDimension = 256,
                                                          .activation = "gelu_pytorch_tanh",
                                                          .queryBias = bias,
                                                          .outputBias = bias,
                                                          .tied = true});
    makeGemma(model);
    // The first files say "gelu" and mean the tanh form they were trained with (so does the library, but for its versions around 4.57).
    if (config.string("hidden_act", "") == "gelu")
        for (Block& block : model.blocks) block.mlp->activation = Activation::geluTanh;
    return model;
}

}  // namespace strato
