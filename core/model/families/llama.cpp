// Llama and the two families that differ from it in a word: Mistral (a sliding window) and Qwen2 (biases on queries, keys
// and values). families.md, sections 8, 9 and 11.
#include <cmath>

#include "core/model/families/config_words.h"
#include "core/model/families/family.h"

namespace strato {

namespace {

// What the three families disagree on.
struct Differences {
    int keyValueHeads = 0;                    // where config.json doesn't say; 0: as many as heads
    int intermediate = 11008, layers = 32, heads = 32, hidden = 4096, context = 2048, vocabulary = 32000;
    bool queryBias = false, outputBias = false, mlpBias = false;
    bool tied = false;
};

Block describeBlock(const JsonView& config, int index, const ModelDescription& model, const Differences& family) {
    const int hidden = model.hidden;
    const std::string name = "model.layers." + std::to_string(index);
    const auto linear = [&](const std::string& part, int inputs, int outputs, bool bias) {
        return Linear{.name = name + part, .inputs = inputs, .outputs = outputs, .bias = bias};
    };
    const auto norm = [&](const std::string& part) {
        return Norm{.kind = NormKind::rmsNorm, .epsilon = config.number("rms_norm_eps", 1e-6), .name = name + part};
    };
    Block block;
    block.beforeAttention = norm(".input_layernorm");
    block.beforeMlp = norm(".post_attention_layernorm");
    Attention& attention = block.attention;
    attention.heads = config.count("num_attention_heads", 1, maxWidth, family.heads);
    // The family's default holds for an absent key; null means as many as heads.
    const bool absent = !config.raw().contains("num_key_value_heads");
    const int keyValueHeads = absent && family.keyValueHeads > 0 ? family.keyValueHeads : attention.heads;
    attention.keyValueHeads = config.count("num_key_value_heads", 1, maxWidth, keyValueHeads);
    checkHeads(config, attention);
    attention.headDimension = readHeadDimension(config, hidden, attention.heads);
    attention.scale = 1 / std::sqrt(attention.headDimension);
    const int queries = attention.heads * attention.headDimension;
    const int keys = attention.keyValueHeads * attention.headDimension;
    attention.query = linear(".self_attn.q_proj", hidden, queries, family.queryBias);
    attention.key = linear(".self_attn.k_proj", hidden, keys, family.queryBias);
    attention.value = linear(".self_attn.v_proj", hidden, keys, family.queryBias);
    attention.output = linear(".self_attn.o_proj", queries, hidden, family.outputBias);
    attention.rotary = readRotary(config, attention.headDimension, model.context);
    const int intermediate = config.count("intermediate_size", 1, maxWidth * 8, family.intermediate);
    block.mlp = {.activation = readActivation(config, "hidden_act", "silu"),
                 .gate = linear(".mlp.gate_proj", hidden, intermediate, family.mlpBias),
                 .up = linear(".mlp.up_proj", hidden, intermediate, family.mlpBias),
                 .down = linear(".mlp.down_proj", intermediate, hidden, family.mlpBias)};
    return block;
}

ModelDescription describe(const JsonView& config, const Differences& family) {
    ModelDescription model = readNames(config);
    model.hidden = config.count("hidden_size", 1, maxWidth, family.hidden);
    model.vocabulary = config.count("vocab_size", 1, maxVocabulary, family.vocabulary);
    model.context = config.count("max_position_embeddings", 1, maxContext, family.context);
    model.prefix = "model";
    model.layerCountKey = "num_hidden_layers";
    model.tokenEmbedding = "model.embed_tokens.weight";
    const int layers = config.count("num_hidden_layers", 1, maxLayers, family.layers);
    for (int i = 0; i < layers; ++i) model.blocks.push_back(describeBlock(config, i, model, family));
    model.finalNorm = Norm{.kind = NormKind::rmsNorm, .epsilon = config.number("rms_norm_eps", 1e-6), .name = "model.norm"};
    model.tied = config.boolean("tie_word_embeddings", family.tied);
    model.head = "lm_head.weight";
    return model;
}

}  // namespace

ModelDescription describeLlama(const JsonView& config) {
    const bool attentionBias = config.boolean("attention_bias", false);
    return describe(config, {.queryBias = attentionBias,
                             .outputBias = attentionBias,
                             .mlpBias = config.boolean("mlp_bias", false)});
}

ModelDescription describeMistral(const JsonView& config) {
    ModelDescription model = describe(config, {.keyValueHeads = 8, .intermediate = 14336, .context = 4096 * 32});
    // An absent key means the library's default of 4096; null means none.
    const bool absent = !config.raw().contains("sliding_window");
    const int window = config.count("sliding_window", 1, maxContext, absent ? 4096 : 0);
    for (Block& block : model.blocks) block.attention.window = window;
    return model;
}

ModelDescription describeQwen2(const JsonView& config) {
    ModelDescription model = describe(config, {.keyValueHeads = 32,
                                               .intermediate = 22016,
                                               .context = 32768,
                                               .vocabulary = 151936,
                                               .queryBias = true});
    if (!config.boolean("use_sliding_window", false)) return model;
    const int window = config.count("sliding_window", 1, maxContext, 4096);
    const int firstSliding = config.count("max_window_layers", 0, maxLayers, 28);
    const auto types = config.find("layer_types");
    const auto listed = types ? types->elements() : std::vector<JsonView>{};
    if (types && static_cast<int>(listed.size()) != model.layers())
        types->fail("has " + std::to_string(listed.size()) + " entries for " + std::to_string(model.layers()) + " layers");
    for (int i = 0; i < model.layers(); ++i) {
        const bool sliding = types ? listed[i].asString() == "sliding_attention" : i >= firstSliding;
        if (sliding) model.blocks[i].attention.window = window;
    }
    return model;
}

}  // namespace strato
