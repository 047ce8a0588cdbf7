// SmolLM3: Llama without positions on every fourth layer.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

namespace {

// no_rope_layers has a 1 for a layer with positions, despite its name.
std::vector<bool> readRotatedLayers(const JsonView& config, int layers) {
    std::vector<bool> rotated;
    const int period = config.count("no_rope_layer_interval", 1, maxLayers, 4);
    const auto listed = config.find("no_rope_layers");
    if (listed)
        for (const JsonView& layer : listed->elements()) rotated.push_back(layer.asInteger() != 0);
    else
        for (int l = 0; l < layers; ++l) rotated.push_back((l + 1) % period != 0);
    if (static_cast<int>(rotated.size()) != layers)
        listed->fail("has " + std::to_string(rotated.size()) + " entries for " + std::to_string(layers) + " layers");
    return rotated;
}

}  // namespace

ModelDescription describeSmolLm3(const JsonView& config) {
    const bool bias = config.boolean("attention_bias", false), mlpBias = config.boolean("mlp_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 128256,
                                                          .hidden = 2048,
                                                          .layers = 36,
                                                          .heads = 16,
                                                          .context = 32768,
                                                          .keyValueHeads = 4,
                                                          .rotary = {.defaultBase = 2e6},
                                                          .queryBias = bias,
                                                          .outputBias = bias,
                                                          .mlpBias = mlpBias,
                                                          .tied = true});
    const std::vector<bool> rotated = readRotatedLayers(config, model.layers());
    const int window = readWindow(config, 0);
    const bool windowed = config.boolean("use_sliding_window", false);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [&](int layer) { return windowed && !rotated[static_cast<std::size_t>(layer)]; });
    forEachLlamaBlock(model, [&](Block& block, const std::string&, int layer) {
        if (!rotated[static_cast<std::size_t>(layer)]) block.attention.rotary.reset();
        if (sliding[static_cast<std::size_t>(layer)]) block.attention.window = window;
    });
    return model;
}

}  // namespace strato
