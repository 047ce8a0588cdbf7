// GPT-2: pre-norm, learned positions, one fused projection, matrices stored [in, out]. families.md, section 1.
#include <cmath>

#include "core/model/families/config_words.h"
#include "core/model/families/family.h"

namespace strato {

namespace {

// The library accepts each size under its own name and under the name other families use.
int size(const JsonView& config, const std::string& own, const std::string& common, int high, int fallback) {
    return config.has(own) ? config.count(own, 1, high) : config.count(common, 1, high, fallback);
}

Block describeBlock(const JsonView& config, int index, int hidden) {
    const std::string name = "transformer.h." + std::to_string(index);
    const double epsilon = config.number("layer_norm_epsilon", 1e-5);
    const auto linear = [&](const std::string& part, int inputs, int outputs) {
        return Linear{.name = name + part, .inputs = inputs, .outputs = outputs, .bias = true, .inputMajor = true};
    };
    const auto norm = [&](const std::string& part) {
        return Norm{.kind = NormKind::layerNorm, .epsilon = epsilon, .bias = true, .name = name + part};
    };
    Block block;
    block.beforeAttention = norm(".ln_1");
    block.beforeMlp = norm(".ln_2");
    Attention& attention = block.attention;
    attention.heads = attention.keyValueHeads = size(config, "n_head", "num_attention_heads", maxWidth, 12);
    attention.headDimension = readHeadDimension(config, hidden, attention.heads);
    attention.scale = config.boolean("scale_attn_weights", true) ? 1 / std::sqrt(attention.headDimension) : 1;
    if (config.boolean("scale_attn_by_inverse_layer_idx", false)) attention.scale /= index + 1;
    attention.fused = linear(".attn.c_attn", hidden, 3 * hidden);
    attention.layout = FusedLayout::parts;
    attention.output = linear(".attn.c_proj", hidden, hidden);
    const int intermediate = config.count("n_inner", 1, maxWidth * 8, 4 * hidden);
    block.mlp = {.activation = readActivation(config, "activation_function", "gelu_new"),
                 .gate = {},
                 .up = linear(".mlp.c_fc", hidden, intermediate),
                 .down = linear(".mlp.c_proj", intermediate, hidden)};
    return block;
}

}  // namespace

ModelDescription describeGpt2(const JsonView& config) {
    ModelDescription model = readNames(config);
    model.hidden = size(config, "n_embd", "hidden_size", maxWidth, 768);
    model.vocabulary = config.count("vocab_size", 1, maxVocabulary, 50257);
    model.context = size(config, "n_positions", "max_position_embeddings", maxContext, 1024);
    model.prefix = "transformer";
    model.layerCountKey = config.has("n_layer") ? "n_layer" : "num_hidden_layers";
    model.tokenEmbedding = "transformer.wte.weight";
    model.positionEmbedding = "transformer.wpe.weight";
    const int layers = config.count(model.layerCountKey, 1, maxLayers, 12);
    for (int i = 0; i < layers; ++i) model.blocks.push_back(describeBlock(config, i, model.hidden));
    model.finalNorm = Norm{.kind = NormKind::layerNorm,
                           .epsilon = config.number("layer_norm_epsilon", 1e-5),
                           .bias = true,
                           .name = "transformer.ln_f"};
    model.tied = config.boolean("tie_word_embeddings", true);
    model.head = "lm_head.weight";
    return model;
}

}  // namespace strato
