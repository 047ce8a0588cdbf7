// BLOOM: a norm over the embeddings, linear biases instead of positions, one projection head by head.
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeBloom(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer",
                                                        .tokens = "word_embeddings",
                                                        .norm = "ln_f",
                                                        .hidden = {{"n_embed", "hidden_size"}, 64},
                                                        .layers = {{"n_layer", "num_hidden_layers"}, 2},
                                                        .context = {{"seq_length"}, 2048},
                                                        .vocabulary = 250880});
    const int hidden = model.hidden, heads = readHeads(config, {{"n_head", "num_attention_heads"}, 8}, hidden);
    const double epsilon = model.head.norm->epsilon;
    model.embedding.norm = layerNorm("transformer.word_embeddings_layernorm", epsilon);
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int) {
        block.carriesNormed = config.boolean("apply_residual_connection_post_layernorm", false);
        block.beforeAttention = layerNorm(name + ".input_layernorm", epsilon);
        block.attention = fusedEqualHeads(heads, linear(name + ".self_attention.query_key_value", hidden, 3 * hidden, true), heads,
                                          linear(name + ".self_attention.dense", hidden, hidden, true));
        block.attention.alibi = alibiOf(heads);
        block.beforeMlp = layerNorm(name + ".post_attention_layernorm", epsilon);
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = hidden,
                              .intermediate = 4 * hidden,
                              .activation = Activation::geluTanh,
                              .bias = true,
                              .up = ".dense_h_to_4h",
                              .down = ".dense_4h_to_h"});
    });
    return model;
}

}  // namespace strato
