// StarCoder2: Llama's attention between LayerNorms, an MLP without a gate, biases.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeStarcoder2(const JsonView& config) {
    const bool bias = config.boolean("use_bias", true);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 49152,
                                                          .hidden = 3072,
                                                          .intermediate = 12288,
                                                          .layers = 30,
                                                          .heads = 24,
                                                          .context = 4096,
                                                          .keyValueHeads = 2,
                                                          .norm = NormKind::layerNorm,
                                                          .normBias = true,
                                                          .epsilonKey = "norm_epsilon",
                                                          .epsilon = 1e-5,
                                                          .activation = "gelu_pytorch_tanh",
                                                          .gatedMlp = false,
                                                          .queryBias = bias,
                                                          .outputBias = bias,
                                                          .mlpBias = bias,
                                                          .tied = true});
    const int window = readWindow(config, 0);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.attention.window = window;
        block.mlp->up.name = name + ".mlp.c_fc";
        block.mlp->down.name = name + ".mlp.c_proj";
    });
    return model;
}

}  // namespace strato
