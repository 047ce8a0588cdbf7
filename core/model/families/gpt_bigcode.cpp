// GPT-BigCode (StarCoder 1): GPT-2 with ordinary matrices; by default all heads share one key and one value.
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeGptBigCode(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer", .tokens = "wte", .positions = "wpe", .norm = "ln_f"});
    const int hidden = model.hidden, heads = readHeads(config, {{"n_head", "num_attention_heads"}, 12}, hidden);
    const bool shared = config.boolean("multi_query", true), scaled = config.boolean("scale_attn_weights", true);
    const int outputs = shared ? hidden + 2 * (hidden / heads) : 3 * hidden;
    const int intermediate = config.count("n_inner", 1, maxIntermediate, 4 * hidden);
    const Activation activation = readActivation(config, "activation_function", "gelu_pytorch_tanh");
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int) {
        block.beforeAttention = layerNorm(name + ".ln_1", model.head.norm->epsilon);
        block.attention = fusedEqualHeads(heads, linear(name + ".attn.c_attn", hidden, outputs, true), shared ? 1 : heads,
                                          linear(name + ".attn.c_proj", hidden, hidden, true));
        if (shared) block.attention.keyValueHeads = 1;
        if (!scaled) block.attention.scale = 1;
        block.beforeMlp = layerNorm(name + ".ln_2", model.head.norm->epsilon);
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = hidden,
                              .intermediate = intermediate,
                              .activation = activation,
                              .bias = true,
                              .up = ".c_fc",
                              .down = ".c_proj"});
    });
    return model;
}

}  // namespace strato
