// OPT with norms before attention and MLP (all sizes but 350m): learned positions from row 2 on. families.md, section 5.
#include <cmath>

#include "core/base/error.h"
#include "core/model/families/config_words.h"
#include "core/model/families/family.h"

namespace strato {

namespace {

std::optional<Norm> describeNorm(const JsonView& config, const std::string& name) {
    const bool affine = config.boolean("layer_norm_elementwise_affine", true);
    return Norm{.kind = NormKind::layerNorm, .epsilon = 1e-5, .weight = affine, .bias = affine, .name = name};
}

Block describeBlock(const JsonView& config, int index, int hidden) {
    const std::string name = "model.decoder.layers." + std::to_string(index);
    const bool bias = config.boolean("enable_bias", true);
    const auto linear = [&](const std::string& part, int inputs, int outputs) {
        return Linear{.name = name + part, .inputs = inputs, .outputs = outputs, .bias = bias};
    };
    Block block;
    block.beforeAttention = describeNorm(config, name + ".self_attn_layer_norm");
    block.beforeMlp = describeNorm(config, name + ".final_layer_norm");
    Attention& attention = block.attention;
    attention.heads = attention.keyValueHeads = config.count("num_attention_heads", 1, maxWidth, 12);
    attention.headDimension = readHeadDimension(config, hidden, attention.heads);
    attention.scale = 1 / std::sqrt(attention.headDimension);
    attention.query = linear(".self_attn.q_proj", hidden, hidden);
    attention.key = linear(".self_attn.k_proj", hidden, hidden);
    attention.value = linear(".self_attn.v_proj", hidden, hidden);
    attention.output = linear(".self_attn.out_proj", hidden, hidden);
    const int intermediate = config.count("ffn_dim", 1, maxWidth * 8, 3072);
    block.mlp = {.activation = readActivation(config, "activation_function", "relu"),
                 .gate = {},
                 .up = linear(".fc1", hidden, intermediate),
                 .down = linear(".fc2", intermediate, hidden)};
    return block;
}

}  // namespace

ModelDescription describeOpt(const JsonView& config) {
    ModelDescription model = readNames(config);
    model.hidden = config.count("hidden_size", 1, maxWidth, 768);
    model.vocabulary = config.count("vocab_size", 1, maxVocabulary, 50272);
    model.context = config.count("max_position_embeddings", 1, maxContext, 2048);
    if (!config.boolean("do_layer_norm_before", true))
        config.at("do_layer_norm_before").fail("is false: norms after the sum (opt-350m) are not computed by this version");
    if (config.count("word_embed_proj_dim", 1, maxWidth, model.hidden) != model.hidden)
        config.at("word_embed_proj_dim").fail("differs from the width: projected embeddings (opt-350m) are not computed by this version");
    model.prefix = "model";
    model.layerCountKey = "num_hidden_layers";
    model.tokenEmbedding = "model.decoder.embed_tokens.weight";
    model.positionEmbedding = "model.decoder.embed_positions.weight";
    model.positionOffset = 2;
    const int layers = config.count("num_hidden_layers", 1, maxLayers, 12);
    for (int i = 0; i < layers; ++i) model.blocks.push_back(describeBlock(config, i, model.hidden));
    if (!config.boolean("_remove_final_layer_norm", false))
        model.finalNorm = describeNorm(config, "model.decoder.final_layer_norm");
    model.tied = config.boolean("tie_word_embeddings", true);
    model.head = "lm_head.weight";
    return model;
}

}  // namespace strato
