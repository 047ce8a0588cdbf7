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
    // The first files say "gelu" and mean the tanh form they were trained with; hidden_activation came later and counts first.
    const std::string activation = config.string("hidden_activation", config.string("hidden_act", "gelu"));
    if (activation == "gelu")
        for (Block& block : model.blocks) block.mlp->activation = Activation::geluTanh;
    return model;
}

}  // namespace strato
