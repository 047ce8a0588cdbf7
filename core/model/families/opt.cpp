// OPT: learned positions from row 2 on; norms before attention and MLP, or after the sums with projected embeddings (350m); without weights
// in Galactica. families.md, section 5.
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

Block describeBlock(const JsonView& config, const std::string& name, int hidden) {
    const bool affine = config.boolean("layer_norm_elementwise_affine", true);
    const auto norm = [&](const std::string& part) { return Norm{.weight = affine, .bias = affine, .name = name + part}; };
    Block block;
    const bool before = config.boolean("do_layer_norm_before", true);
    (before ? block.beforeAttention : block.afterAttentionSum) = norm(".self_attn_layer_norm");
    (before ? block.beforeMlp : block.afterMlpSum) = norm(".final_layer_norm");
    const bool bias = config.boolean("enable_bias", true);
    const int heads = readHeads(config, {{"num_attention_heads"}, 12}, hidden);
    block.attention = equalHeads({.name = name + ".self_attn", .hidden = hidden, .heads = heads, .bias = bias});
    const int intermediate = config.count("ffn_dim", 1, maxIntermediate, 3072);
    const Activation activation = readActivation(config, "activation_function", "relu");
    block.mlp = plainMlp({.name = name,
                          .hidden = hidden,
                          .intermediate = intermediate,
                          .activation = activation,
                          .bias = bias,
                          .up = ".fc1",
                          .down = ".fc2"});
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
