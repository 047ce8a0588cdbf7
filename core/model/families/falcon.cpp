// Falcon: 7b (all heads share one key and value, side by side from one norm), 40b and 180b (groups of heads, two norms), 11b (groups, one
// norm), rw (linear biases, one after the other).
#include <cmath>

#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

struct Variant {
    bool newArchitecture, multiQuery, parallel, alibi, bias;
    int parallelNorms;
};

Variant readVariant(const JsonView& config) {
    Variant variant{.newArchitecture = config.boolean("new_decoder_architecture", config.string("model_type") == "RefinedWeb"),
                    .multiQuery = config.boolean("multi_query", true),
                    .parallel = config.boolean("parallel_attn", true),
                    .alibi = config.boolean("alibi", false),
                    .bias = config.boolean("bias", false),
                    .parallelNorms = config.count("num_ln_in_parallel_attn", 1, 2, 1)};
    if (variant.newArchitecture && !config.has("num_ln_in_parallel_attn")) variant.parallelNorms = 2;
    return variant;
}

Attention describeAttention(const JsonView& config, const Variant& is, const std::string& name, const ModelDescription& model) {
    const int hidden = model.hidden, heads = readHeads(config, {{"num_attention_heads", "n_head"}, 71}, hidden);
    const int keyValueHeads = is.newArchitecture ? readSize(config, {{"num_kv_heads", "n_head_kv"}, heads}, maxHeads) : is.multiQuery ? 1 : heads;
    if (heads % keyValueHeads != 0) config.fail("has " + std::to_string(heads) + " heads, which its " + std::to_string(keyValueHeads) + " key-value heads don't divide");
    const int outputs = hidden + 2 * keyValueHeads * (hidden / heads);
    Attention attention = fusedEqualHeads(heads, linear(name + ".query_key_value", hidden, outputs, is.bias), keyValueHeads,
                                          linear(name + ".dense", hidden, hidden, is.bias));
    attention.keyValueHeads = keyValueHeads;
    if (!is.alibi) {
        attention.rotary = readRotary(config, attention.headDimension, model.context);
        return attention;
    }
    // The biases are rounded, and scaled as the products are.
    attention.alibi = alibiOf(heads);
    attention.alibi->inBfloat16 = true;
    attention.alibi->scale = attention.scale;
    return attention;
}

}  // namespace

ModelDescription describeFalcon(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer",
                                                        .tokens = "word_embeddings",
                                                        .norm = "ln_f",
                                                        .hidden = {{"n_embed", "hidden_size"}, 4544},
                                                        .layers = {{"num_hidden_layers", "n_layer"}, 32},
                                                        .context = {{"max_position_embeddings"}, 2048},
                                                        .vocabulary = 65024});
    const Variant is = readVariant(config);
    const double epsilon = model.head.norm->epsilon;
    const int intermediate = config.count("ffn_hidden_size", 1, maxIntermediate, 4 * model.hidden);
    const Activation activation = readActivation(config, "activation", "gelu");
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int) {
        const bool twoNorms = is.newArchitecture && is.parallelNorms == 2;
        block.parallel = is.parallel || is.newArchitecture;
        block.beforeAttention = layerNorm(name + (twoNorms ? ".ln_attn" : ".input_layernorm"), epsilon);
        if (twoNorms) block.beforeMlp = layerNorm(name + ".ln_mlp", epsilon);
        else if (!is.parallel) block.beforeMlp = layerNorm(name + ".post_attention_layernorm", epsilon);
        block.attention = describeAttention(config, is, name + ".self_attention", model);
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = model.hidden,
                              .intermediate = intermediate,
                              .activation = activation,
                              .bias = is.bias,
                              .up = ".dense_h_to_4h",
                              .down = ".dense_4h_to_h"});
    });
    return model;
}

}  // namespace strato
