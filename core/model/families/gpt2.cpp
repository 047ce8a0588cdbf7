// GPT-2: learned positions, norms before attention and MLP, one projection for queries, keys and values; matrices stored [in, out].
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeGpt2(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer", .tokens = "wte", .positions = "wpe", .norm = "ln_f"});
    const int hidden = model.hidden, heads = readHeads(config, {{"n_head", "num_attention_heads"}, 12}, hidden);
    const int intermediate = config.count("n_inner", 1, maxIntermediate, 4 * hidden);
    const bool scaled = config.boolean("scale_attn_weights", true), byLayer = config.boolean("scale_attn_by_inverse_layer_idx", false);
    const auto conv = [](const std::string& name, int inputs, int outputs) {
        return Linear{.name = name, .inputs = inputs, .outputs = outputs, .bias = true, .inputMajor = true};
    };
    const Activation activation = readActivation(config, "activation_function", "gelu_new");
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int layer) {
        block.beforeAttention = layerNorm(name + ".ln_1", model.head.norm->epsilon);
        block.attention = fusedEqualHeads(heads, conv(name + ".attn.c_attn", hidden, 3 * hidden), 1, conv(name + ".attn.c_proj", hidden, hidden));
        if (!scaled) block.attention.scale = 1;
        if (byLayer) block.attention.scale /= layer + 1;
        block.beforeMlp = layerNorm(name + ".ln_2", model.head.norm->epsilon);
        block.mlp = Mlp{.activation = activation,
                        .up = conv(name + ".mlp.c_fc", hidden, intermediate),
                        .down = conv(name + ".mlp.c_proj", intermediate, hidden)};
    });
    return model;
}

}  // namespace strato
