// BioGPT: norms before attention and MLP, scaled embeddings, learned positions from row 2 on.
#include <cmath>

#include "core/model/families/fairseq_words.h"
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"

namespace strato {

ModelDescription describeBioGpt(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "biogpt",
                                                        .tokens = "embed_tokens",
                                                        .positions = "embed_positions",
                                                        .norm = "layer_norm",
                                                        .matrix = "output_projection.weight",
                                                        .hidden = {{"hidden_size"}, 1024},
                                                        .layers = {{"num_hidden_layers"}, 24},
                                                        .context = {{"max_position_embeddings"}, 1024},
                                                        .vocabulary = 42384});
    const int hidden = model.hidden, heads = readHeads(config, {{"num_attention_heads"}, 16}, hidden);
    model.embedding.positionOffset = 2;
    if (config.boolean("scale_embedding", true)) model.embedding.scale = std::sqrt(hidden);
    // The library doesn't read layer_norm_eps here, and reports its last state before the last norm.
    model.head.norm->epsilon = 1e-5;
    model.head.lastStateUnnormed = true;
    const int intermediate = config.count("intermediate_size", 1, maxIntermediate, 4096);
    const Activation activation = readActivation(config, "hidden_act", "gelu");
    forEachGptBlock(model, "biogpt.layers.", [&](Block& block, const std::string& name, int) {
        block = fairseqBlock({.name = name, .hidden = hidden, .heads = heads, .intermediate = intermediate, .activation = activation});
    });
    return model;
}

}  // namespace strato
