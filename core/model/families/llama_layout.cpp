#include "core/model/families/llama_layout.h"

#include <cmath>

#include "core/model/families/parts.h"

namespace strato {

namespace {

// Of every block, without names.
Attention readAttention(const JsonView& config, const ModelDescription& model, const LlamaLayout& layout) {
    Attention attention;
    attention.heads = config.count("num_attention_heads", 1, maxHeads, layout.heads);
    attention.keyValueHeads = readKeyValueHeads(config, attention.heads, layout.keyValueHeads);
    attention.headDimension = attention.valueDimension = readHeadDimension(config, model.hidden, attention.heads, layout.headDimension);
    attention.scale = 1 / std::sqrt(attention.headDimension);
    attention.rotary = readRotary(config, attention.headDimension, model.context, layout.rotary);
    return attention;
}

Attention named(Attention attention, const std::string& name, const ModelDescription& model, const LlamaLayout& layout) {
    const int queries = attention.heads * attention.headDimension, keys = attention.keyValueHeads * attention.headDimension;
    attention.query = linear(name + ".q_proj", model.hidden, queries, layout.queryBias);
    attention.key = linear(name + ".k_proj", model.hidden, keys, layout.queryBias);
    attention.value = linear(name + ".v_proj", model.hidden, keys, layout.queryBias);
    attention.output = linear(name + ".o_proj", queries, model.hidden, layout.outputBias);
    return attention;
}

}  // namespace

ModelDescription describeLlamaLayout(const JsonView& config, const LlamaLayout& layout) {
    ModelDescription model = readNames(config);
    model.hidden = config.count("hidden_size", 1, maxWidth, layout.hidden);
    model.vocabulary = config.count("vocab_size", 1, maxVocabulary, layout.vocabulary);
    model.context = config.count("max_position_embeddings", 1, maxContext, layout.context);
    model.prefix = "model";
    model.layerCountKey = "num_hidden_layers";
    model.embedding = {.tokens = "model.embed_tokens.weight", .width = model.hidden};
    const double epsilon = config.number(layout.epsilonKey, layout.epsilon);
    const auto norm = [&](const std::string& name) {
        return layout.norm == NormKind::rmsNorm ? rmsNorm(name, epsilon) : layerNorm(name, epsilon, layout.normBias);
    };
    const Activation activation = readActivation(config, layout.activationKey, layout.activation);
    const int intermediate = config.count("intermediate_size", 1, maxIntermediate, layout.intermediate);
    const Attention attention = readAttention(config, model, layout);
    model.blocks.resize(static_cast<std::size_t>(config.count("num_hidden_layers", 1, maxLayers, layout.layers)));
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.beforeAttention = norm(name + ".input_layernorm");
        block.attention = named(attention, name + ".self_attn", model, layout);
        block.beforeMlp = norm(name + ".post_attention_layernorm");
        const MlpParts parts{.name = name + ".mlp", .hidden = model.hidden, .intermediate = intermediate, .activation = activation, .bias = layout.mlpBias};
        block.mlp = layout.gatedMlp ? gatedMlp(parts) : plainMlp(parts);
    });
    const bool tied = config.boolean("tie_word_embeddings", layout.tied);
    model.head = {.norm = norm("model.norm"),
                  .matrix = "lm_head.weight",
                  .tied = tied};
    return model;
}

}  // namespace strato
