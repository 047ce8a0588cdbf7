// Arcee: Llama with an MLP of squared ReLUs without a gate.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeArcee(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false), mlpBias = config.boolean("mlp_bias", false);
    return describeLlamaLayout(config, {.hidden = 2560,
                                        .intermediate = 18432,
                                        .context = 4096,
                                        .epsilon = 1e-5,
                                        .activation = "relu2",
                                        .gatedMlp = false,
                                        .queryBias = bias,
                                        .outputBias = bias,
                                        .mlpBias = mlpBias});
}

}  // namespace strato
