// GPT-NeoX and Pythia: attention and MLP side by side from two LayerNorms, or one after the other; rotary positions on part of each head,
// one projection head by head.
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

const RotaryKeys rotaryKeys{.base = "rotary_emb_base", .share = "rotary_pct", .defaultShare = 0.25};

GptLayout layoutOf(const std::string& prefix, int hidden, int layers, int vocabulary, bool tied) {
    return {.prefix = prefix,
            .tokens = "embed_in",
            .norm = "final_layer_norm",
            .matrix = "embed_out.weight",
            .hidden = {{"hidden_size"}, hidden},
            .layers = {{"num_hidden_layers"}, layers},
            .context = {{"max_position_embeddings"}, 2048},
            .vocabulary = vocabulary,
            .epsilonKey = "layer_norm_eps",
            .tied = tied};
}

}  // namespace

ModelDescription describeGptNeoX(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, layoutOf("gpt_neox", 6144, 44, 50432, false));
    const int hidden = model.hidden, heads = readHeads(config, {{"num_attention_heads"}, 64}, hidden);
    const bool bias = config.boolean("attention_bias", true);
    const int intermediate = config.count("intermediate_size", 1, maxIntermediate, 24576);
    const Activation activation = readActivation(config, "hidden_act", "gelu");
    const Rotary rotary = readRotary(config, hidden / heads, model.context, rotaryKeys);
    forEachGptBlock(model, "gpt_neox.layers.", [&](Block& block, const std::string& name, int) {
        block.parallel = config.boolean("use_parallel_residual", true);
        block.beforeAttention = layerNorm(name + ".input_layernorm", model.head.norm->epsilon);
        block.attention = fusedEqualHeads(heads, linear(name + ".attention.query_key_value", hidden, 3 * hidden, bias), heads,
                                          linear(name + ".attention.dense", hidden, hidden, bias));
        block.attention.rotary = rotary;
        block.beforeMlp = layerNorm(name + ".post_attention_layernorm", model.head.norm->epsilon);
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = hidden,
                              .intermediate = intermediate,
                              .activation = activation,
                              .bias = true,
                              .up = ".dense_h_to_4h",
                              .down = ".dense_4h_to_h"});
    });
    return model;
}

// One after the other, no biases but one after the last attention.
ModelDescription describeGptNeoXJapanese(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, layoutOf("gpt_neox_japanese", 2560, 32, 32000, true));
    const int hidden = model.hidden, heads = readHeads(config, {{"num_attention_heads"}, 32}, hidden);
    const double multiple = config.number("intermediate_multiple_size", 4);
    if (!(multiple * hidden >= 1 && multiple * hidden <= maxIntermediate)) config.at("intermediate_multiple_size").fail("is out of range");
    RotaryKeys keys = rotaryKeys;
    keys.defaultShare = 1;
    const Activation activation = readActivation(config, "hidden_act", "gelu");
    const Rotary rotary = readRotary(config, hidden / heads, model.context, keys);
    forEachGptBlock(model, "gpt_neox_japanese.layers.", [&](Block& block, const std::string& name, int layer) {
        block.beforeAttention = layerNorm(name + ".input_layernorm", model.head.norm->epsilon);
        block.attention = fusedEqualHeads(heads, linear(name + ".attention.query_key_value", hidden, 3 * hidden, false), heads,
                                          linear(name + ".attention.dense", hidden, hidden, layer + 1 == model.layers()));
        block.attention.output.biasName = name + ".attention.dense_bias";
        block.attention.rotary = rotary;
        block.beforeMlp = layerNorm(name + ".post_attention_layernorm", model.head.norm->epsilon);
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = hidden,
                              .intermediate = static_cast<int>(multiple * hidden),
                              .activation = activation,
                              .up = ".dense_h_to_4h",
                              .down = ".dense_4h_to_h"});
    });
    return model;
}

}  // namespace strato
