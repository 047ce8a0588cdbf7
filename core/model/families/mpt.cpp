// MPT as the transformers library runs it: linear biases of its own kind, norms without biases, one projection, an MLP four times as wide
// as the model.
#include <algorithm>
#include <cmath>

#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

// 2^(-8 i / P) for i = 1..P, P the next power of two; where heads are no power of two, the even ones first, then the odd ones. The
// library always takes 8, whatever alibi_bias_max says.
Alibi describeAlibi(int heads) {
    int power = 1;
    while (power < heads) power *= 2;
    const auto slope = [&](int i) { return std::pow(2.0, -8.0 * i / power); };
    Alibi alibi;
    if (power == heads)
        for (int i = 1; i <= power; ++i) alibi.slopes.push_back(slope(i));
    for (int first : {2, 1})
        for (int i = first; power != heads && i <= power && static_cast<int>(alibi.slopes.size()) < heads; i += 2) alibi.slopes.push_back(slope(i));
    return alibi;
}

}  // namespace

ModelDescription describeMpt(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer",
                                                        .tokens = "wte",
                                                        .norm = "norm_f",
                                                        .hidden = {{"d_model", "hidden_size"}, 2048},
                                                        .layers = {{"n_layers", "num_hidden_layers"}, 24},
                                                        .context = {{"max_seq_len"}, 2048},
                                                        .vocabulary = 50368});
    const int hidden = model.hidden, heads = readHeads(config, {{"n_heads", "num_attention_heads"}, 16}, hidden);
    const double epsilon = model.head.norm->epsilon;
    const auto words = config.find("attn_config");
    const Alibi alibi = describeAlibi(heads);
    forEachGptBlock(model, "transformer.blocks.", [&](Block& block, const std::string& name, int) {
        block.beforeAttention = layerNorm(name + ".norm_1", epsilon, false);
        block.attention = fusedEqualHeads(heads, linear(name + ".attn.Wqkv", hidden, 3 * hidden, false), 1, linear(name + ".attn.out_proj", hidden, hidden, false));
        block.attention.alibi = alibi;
        if (words) block.attention.clip = words->number("clip_qkv", 0);
        if (words) block.attention.scale = words->number("softmax_scale", block.attention.scale);
        block.beforeMlp = layerNorm(name + ".norm_2", epsilon, false);
        block.mlp = plainMlp({.name = name + ".ffn", .hidden = hidden, .intermediate = 4 * hidden, .activation = Activation::gelu});
    });
    model.head.norm->bias = false;
    return model;
}

}  // namespace strato
