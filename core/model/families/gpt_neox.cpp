// GPT-NeoX and Pythia: parallel or sequential, rotary on part of each head, a fused projection head by head. families.md,
// section 4.
#include <cmath>

#include "core/model/families/config_words.h"
#include "core/model/families/family.h"

namespace strato {

namespace {

Block describeBlock(const JsonView& config, int index, const ModelDescription& model) {
    const int hidden = model.hidden;
    const std::string name = "gpt_neox.layers." + std::to_string(index);
    const bool attentionBias = config.boolean("attention_bias", true);
    const auto linear = [&](const std::string& part, int inputs, int outputs, bool bias) {
        return Linear{.name = name + part, .inputs = inputs, .outputs = outputs, .bias = bias};
    };
    const auto norm = [&](const std::string& part) {
        return Norm{.kind = NormKind::layerNorm,
                    .epsilon = config.number("layer_norm_eps", 1e-5),
                    .bias = true,
                    .name = name + part};
    };
    Block block;
    block.parallel = config.boolean("use_parallel_residual", true);
    block.beforeAttention = norm(".input_layernorm");
    block.beforeMlp = norm(".post_attention_layernorm");
    Attention& attention = block.attention;
    attention.heads = attention.keyValueHeads = config.count("num_attention_heads", 1, maxWidth, 64);
    attention.headDimension = readHeadDimension(config, hidden, attention.heads);
    attention.scale = 1 / std::sqrt(attention.headDimension);
    attention.fused = linear(".attention.query_key_value", hidden, 3 * hidden, attentionBias);
    attention.layout = FusedLayout::perHead;
    attention.output = linear(".attention.dense", hidden, hidden, attentionBias);
    attention.rotary = readRotary(config, attention.headDimension, model.context,
                                  {.base = "rotary_emb_base", .share = "rotary_pct", .defaultShare = 0.25});
    const int intermediate = config.count("intermediate_size", 1, maxWidth * 8, 24576);
    block.mlp = {.activation = readActivation(config, "hidden_act", "gelu"),
                 .gate = {},
                 .up = linear(".mlp.dense_h_to_4h", hidden, intermediate, true),
                 .down = linear(".mlp.dense_4h_to_h", intermediate, hidden, true)};
    return block;
}

}  // namespace

ModelDescription describeGptNeoX(const JsonView& config) {
    ModelDescription model = readNames(config);
    model.hidden = config.count("hidden_size", 1, maxWidth, 6144);
    model.vocabulary = config.count("vocab_size", 1, maxVocabulary, 50432);
    model.context = config.count("max_position_embeddings", 1, maxContext, 2048);
    model.prefix = "gpt_neox";
    model.layerCountKey = "num_hidden_layers";
    model.tokenEmbedding = "gpt_neox.embed_in.weight";
    const int layers = config.count("num_hidden_layers", 1, maxLayers, 44);
    for (int i = 0; i < layers; ++i) model.blocks.push_back(describeBlock(config, i, model));
    model.finalNorm = Norm{.kind = NormKind::layerNorm,
                           .epsilon = config.number("layer_norm_eps", 1e-5),
                           .bias = true,
                           .name = "gpt_neox.final_layer_norm"};
    model.tied = config.boolean("tie_word_embeddings", false);
    model.head = "embed_out.weight";
    return model;
}

}  // namespace strato
