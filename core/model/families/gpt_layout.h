// The skeleton of families that name their parts as GPT-2 did or in their own way: sizes, names of the embedding, of the blocks and of
// the head. Blocks are the family's.
//
//     ModelDescription model = describeGptLayout(config, {.prefix = "transformer", .tokens = "wte", .norm = "ln_f"});
//     forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int layer) { ... });
#pragma once

#include <string>

#include "core/base/json_view.h"
#include "core/model/description.h"
#include "core/model/families/config_words.h"

namespace strato {

struct GptLayout {
    std::string prefix = {};                // of all names but the head's
    std::string tokens = {}, positions = {};     // tables, without prefix and ".weight"; no positions if empty
    std::string norm = {};                  // the last one, without prefix
    std::string matrix = "lm_head.weight";
    SizeWord hidden{{"n_embd", "hidden_size"}, 768}, layers{{"n_layer", "num_hidden_layers"}, 12};
    SizeWord context{{"n_positions", "max_position_embeddings"}, 1024};
    int vocabulary = 50257;
    std::string epsilonKey = "layer_norm_epsilon";
    bool tied = true;
};

// Throws Error, naming the key, for a size that is out of range.
ModelDescription describeGptLayout(const JsonView& config, const GptLayout& layout);

template <typename Change>
void forEachGptBlock(ModelDescription& model, const std::string& beginning, const Change& change) {
    for (int l = 0; l < model.layers(); ++l) change(model.blocks[static_cast<std::size_t>(l)], beginning + std::to_string(l), l);
}

}  // namespace strato
