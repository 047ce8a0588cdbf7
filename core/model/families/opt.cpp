// OPT: learned positions from row 2 on; norms before attention and MLP, or after the sums with projected embeddings (350m); without weights
// in Galactica.
#include "core/model/families/fairseq_words.h"
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

Block describeBlock(const JsonView& config, const std::string& name, int hidden) {
    const int heads = readHeads(config, {{"num_attention_heads"}, 12}, hidden), intermediate = config.count("ffn_dim", 1, maxIntermediate, 3072);
    const Activation activation = readActivation(config, "activation_function", "relu");
    const bool bias = config.boolean("enable_bias", true), affine = config.boolean("layer_norm_elementwise_affine", true);
    Block block = fairseqBlock({.name = name, .hidden = hidden, .heads = heads, .intermediate = intermediate, .activation = activation, .bias = bias});
    for (std::optional<Norm>* norm : {&block.beforeAttention, &block.beforeMlp}) (*norm)->weight = (*norm)->bias = affine;
    if (config.boolean("do_layer_norm_before", true)) return block;
    block.beforeAttention.swap(block.afterAttentionSum);
    block.beforeMlp.swap(block.afterMlpSum);
    return block;
}

}  // namespace

ModelDescription describeOpt(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "model.decoder",
                                                        .tokens = "embed_tokens",
                                                        .positions = "embed_positions",
                                                        .norm = "final_layer_norm",
                                                        .hidden = {{"hidden_size"}, 768},
                                                        .layers = {{"num_hidden_layers"}, 12},
                                                        .context = {{"max_position_embeddings"}, 2048},
                                                        .vocabulary = 50272});
    model.embedding.positionOffset = 2;
    model.embedding.width = config.count("word_embed_proj_dim", 1, maxWidth, model.hidden);
    if (model.embedding.width != model.hidden) {
        model.embedding.projection = linear("model.decoder.project_in", model.embedding.width, model.hidden, false);
        model.head.projection = linear("model.decoder.project_out", model.hidden, model.embedding.width, false);
    }
    forEachGptBlock(model, "model.decoder.layers.", [&](Block& block, const std::string& name, int) { block = describeBlock(config, name, model.hidden); });
    const bool affine = config.boolean("layer_norm_elementwise_affine", true);
    model.head.norm = Norm{.weight = affine, .bias = affine, .name = "model.decoder.final_layer_norm"};
    if (!config.boolean("do_layer_norm_before", true) || config.boolean("_remove_final_layer_norm", false)) model.head.norm.reset();
    return model;
}

}  // namespace strato
