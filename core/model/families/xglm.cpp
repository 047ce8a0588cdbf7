// XGLM: norms before attention and MLP, scaled embeddings, positions by sines and cosines from the third row on.
#include <cmath>

#include "core/model/families/fairseq_words.h"
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"

namespace strato {

ModelDescription describeXglm(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "model",
                                                        .tokens = "embed_tokens",
                                                        .norm = "layer_norm",
                                                        .hidden = {{"d_model", "hidden_size"}, 1024},
                                                        .layers = {{"num_layers", "num_hidden_layers"}, 24},
                                                        .context = {{"max_position_embeddings"}, 2048},
                                                        .vocabulary = 256008});
    const int hidden = model.hidden, heads = readHeads(config, {{"attention_heads", "num_attention_heads"}, 16}, hidden);
    model.embedding.sinusoids = true;
    model.embedding.positionOffset = 2;
    if (config.boolean("scale_embedding", true)) model.embedding.scale = std::sqrt(hidden);
    // Whatever config.json says, the library's norms have 1e-5.
    model.head.norm->epsilon = 1e-5;
    const int intermediate = config.count("ffn_dim", 1, maxIntermediate, 4096);
    const Activation activation = readActivation(config, "activation_function", "gelu");
    forEachGptBlock(model, "model.layers.", [&](Block& block, const std::string& name, int) {
        block = fairseqBlock({.name = name, .hidden = hidden, .heads = heads, .intermediate = intermediate, .activation = activation});
    });
    return model;
}

}  // namespace strato
