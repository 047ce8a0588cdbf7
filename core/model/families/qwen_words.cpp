#include "core/model/families/qwen_words.h"

#include <set>

#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

void windowUpperLayers(const JsonView& config, ModelDescription& model) {
    if (!config.boolean("use_sliding_window", false)) return;
    const int window = readWindow(config, 4096), firstSliding = config.count("max_window_layers", 0, maxLayers, 28);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [&](int layer) { return layer >= firstSliding; });
    forEachLlamaBlock(model, [&](Block& block, const std::string&, int layer) {
        if (sliding[static_cast<std::size_t>(layer)]) block.attention.window = window;
    });
}

void putExperts(const JsonView& config, const QwenExperts& given, Block& block) {
    Experts& mixture = block.experts.emplace();
    mixture.router = linear(given.name + ".gate", given.hidden, given.experts, false);
    mixture.chosen = countWithin(config, "num_experts_per_tok", 1, given.experts, given.chosen);
    mixture.normalized = config.boolean("norm_topk_prob", false);
    for (int e = 0; e < given.experts; ++e)
        mixture.experts.push_back(gatedMlp({.name = given.name + ".experts." + std::to_string(e),
                                            .hidden = given.hidden,
                                            .intermediate = given.intermediate,
                                            .activation = block.mlp->activation}));
    block.mlp.reset();
}

void addExperts(const JsonView& config, const SparseLayers& defaults, ModelDescription& model) {
    const int experts = readExperts(config, {{"num_experts", "num_local_experts"}, defaults.experts}, model.layers());
    const int step = config.count("decoder_sparse_step", 1, maxLayers, 1);
    const int intermediate = config.count("moe_intermediate_size", 1, maxIntermediate, defaults.intermediate);
    std::set<std::int64_t> dense;
    if (config.has("mlp_only_layers"))
        for (const JsonView& layer : config.elements("mlp_only_layers")) dense.insert(layer.asInteger());
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int layer) {
        if (dense.contains(layer) || (layer + 1) % step != 0) return;
        putExperts(config, {.name = name + ".mlp", .experts = experts, .chosen = defaults.chosen, .hidden = model.hidden, .intermediate = intermediate}, block);
    });
}

}  // namespace strato
