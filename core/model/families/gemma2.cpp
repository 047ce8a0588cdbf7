// Gemma 2: norms on both sides of attention and MLP, soft caps on scores and logits, a window on every other layer.
#include "core/model/families/family.h"
#include "core/model/families/gemma_words.h"

namespace strato {

ModelDescription describeGemma2(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(config, gemmaLayout(config, 256000, 8192, 10000));
    addGemmaOuterNorms(config, model);
    makeGemma(model);
    const auto readCap = [&](const char* key, double fallback) { return config.number(key, config.raw().contains(key) ? 0 : fallback); };
    model.head.softcap = readCap("final_logit_softcapping", 30);
    const int window = readWindow(config, 4096);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [](int layer) { return layer % 2 == 0; });
    forEachLlamaBlock(model, [&](Block& block, const std::string&, int layer) {
        block.attention.softcap = readCap("attn_logit_softcapping", 50);
        if (sliding[static_cast<std::size_t>(layer)]) block.attention.window = window;
    });
    return model;
}

}  // namespace strato
