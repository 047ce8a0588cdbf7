#include "core/model/families/cohere_words.h"

namespace strato {

ModelDescription describeCohereLayout(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 256000,
                                                          .hidden = 8192,
                                                          .intermediate = 22528,
                                                          .layers = 40,
                                                          .heads = 64,
                                                          .context = 8192,
                                                          .norm = NormKind::layerNorm,
                                                          .epsilonKey = "layer_norm_eps",
                                                          .epsilon = 1e-5,
                                                          .queryBias = bias,
                                                          .outputBias = bias,
                                                          .tied = true});
    for (Block& block : model.blocks) {
        block.parallel = true;
        block.beforeMlp.reset();
        block.attention.rotary->interleaved = true;
    }
    model.head.scale = config.number("logit_scale", 0.0625);
    return model;
}

}  // namespace strato
