// GPT-Neo: GPT-2 with three projections, unscaled scores, and a window on the layers that attention_types calls local.
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

// [[["global", "local"], 12]]: a list of kinds of layers and how often it repeats.
std::vector<bool> readLocalLayers(const JsonView& config, int layers) {
    std::vector<bool> local;
    if (!config.has("attention_types")) {
        for (int l = 0; l < layers; ++l) local.push_back(l % 2 == 1);
        return local;
    }
    for (const JsonView& item : config.elements("attention_types")) {
        const std::vector<JsonView> pair = item.elements();
        if (pair.size() != 2) item.fail("must be a list of kinds of layers and how often it repeats");
        const std::vector<JsonView> kinds = pair[0].elements();
        const std::int64_t repeats = pair[1].asInteger();
        if (repeats < 0 || repeats > layers || local.size() + kinds.size() * static_cast<std::size_t>(repeats) > static_cast<std::size_t>(layers))
            item.fail("speaks of more than " + std::to_string(layers) + " layers");
        for (std::int64_t r = 0; r < repeats; ++r)
            for (const JsonView& kind : kinds) local.push_back(kind.asString() == "local");
    }
    if (static_cast<int>(local.size()) != layers)
        config.at("attention_types").fail("doesn't speak of " + std::to_string(layers) + " layers");
    return local;
}

}  // namespace

ModelDescription describeGptNeo(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer",
                                                        .tokens = "wte",
                                                        .positions = "wpe",
                                                        .norm = "ln_f",
                                                        .hidden = {{"hidden_size"}, 2048},
                                                        .layers = {{"num_layers", "num_hidden_layers"}, 24},
                                                        .context = {{"max_position_embeddings"}, 2048}});
    const int hidden = model.hidden, heads = readHeads(config, {{"num_heads", "num_attention_heads"}, 16}, hidden);
    const int window = config.count("window_size", 1, maxContext, 256);
    const std::vector<bool> local = readLocalLayers(config, model.layers());
    const int intermediate = config.count("intermediate_size", 1, maxIntermediate, 4 * hidden);
    const Activation activation = readActivation(config, "activation_function", "gelu_new");
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int layer) {
        block.beforeAttention = layerNorm(name + ".ln_1", model.head.norm->epsilon);
        block.attention = equalHeads({.name = name + ".attn.attention", .hidden = hidden, .heads = heads});
        block.attention.output.bias = true;
        block.attention.scale = 1;
        if (local[static_cast<std::size_t>(layer)]) block.attention.window = window;
        block.beforeMlp = layerNorm(name + ".ln_2", model.head.norm->epsilon);
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = hidden,
                              .intermediate = intermediate,
                              .activation = activation,
                              .bias = true,
                              .up = ".c_fc",
                              .down = ".c_proj"});
    });
    return model;
}

}  // namespace strato
