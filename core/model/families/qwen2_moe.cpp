// Qwen2-MoE: Qwen2's attention; on sparse layers experts beside a shared one, which a gate weighs.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"
#include "core/model/families/qwen_words.h"

namespace strato {

ModelDescription describeQwen2Moe(const JsonView& config) {
    const bool bias = config.boolean("qkv_bias", true);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 151936,
                                                          .hidden = 2048,
                                                          .intermediate = 5632,
                                                          .layers = 24,
                                                          .heads = 16,
                                                          .context = 32768,
                                                          .keyValueHeads = 16,
                                                          .queryBias = bias});
    const Activation activation = model.blocks.front().mlp->activation;
    addExperts(config, {.experts = 60, .chosen = 4, .intermediate = 1408}, model);
    const int shared = config.count("shared_expert_intermediate_size", 1, maxIntermediate, 5632);
    const int window = config.boolean("use_sliding_window", false) ? readWindow(config, 4096) : 0;
    // Where no list says which layers slide, all do: the library's mask never looked at max_window_layers.
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [](int) { return true; });
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int layer) {
        if (sliding[static_cast<std::size_t>(layer)]) block.attention.window = window;
        if (!block.experts) return;
        block.mlp = gatedMlp({.name = name + ".mlp.shared_expert", .hidden = model.hidden, .intermediate = shared, .activation = activation});
        block.experts->sharedGate = linear(name + ".mlp.shared_expert_gate", model.hidden, 1, false);
    });
    return model;
}

}  // namespace strato
