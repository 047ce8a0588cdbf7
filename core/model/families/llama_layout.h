// The layout most of today's families share with Llama: the same tensor names, norms before attention and MLP, rotary positions,
// an MLP with a gate. A family says where it differs and changes the blocks it gets.
//
//     ModelDescription model = describeLlamaLayout(config, {.context = 32768, .keyValueHeads = 8});
//     forEachLlamaBlock(model, [&](Block& block, const std::string& name, int layer) { ... });   // name: "model.layers.3"
#pragma once

#include <string>

#include "core/base/json_view.h"
#include "core/model/description.h"
#include "core/model/families/config_words.h"

namespace strato {

// What a family's config.json means where it is silent, and the keys under which it says it.
struct LlamaLayout {
    int vocabulary = 32000, hidden = 4096, intermediate = 11008, layers = 32, heads = 32, context = 2048;
    int keyValueHeads = 0;             // 0: as many as heads
    int headDimension = 0;             // 0: hidden / heads
    NormKind norm = NormKind::rmsNorm;
    bool normBias = false;
    std::string epsilonKey = "rms_norm_eps";
    double epsilon = 1e-6;
    std::string activationKey = "hidden_act", activation = "silu";
    RotaryKeys rotary = {};
    bool gatedMlp = true;
    bool queryBias = false;            // of queries, keys and values
    bool outputBias = false, mlpBias = false;
    bool tied = false;
};

// Throws Error, naming the key, for what is missing, out of range or not computed.
ModelDescription describeLlamaLayout(const JsonView& config, const LlamaLayout& layout);

template <typename Change>
void forEachLlamaBlock(ModelDescription& model, const Change& change) {
    for (int l = 0; l < model.layers(); ++l) change(model.blocks[static_cast<std::size_t>(l)], "model.layers." + std::to_string(l), l);
}

}  // namespace strato
