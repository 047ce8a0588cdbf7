// Cohere 2 (Command R7B): Cohere with a window on three layers of four; the fourth sees everything and has no positions.
#include "core/model/families/cohere_words.h"
#include "core/model/families/family.h"

namespace strato {

ModelDescription describeCohere2(const JsonView& config) {
    ModelDescription model = describeCohereLayout(config);
    const int window = readWindow(config, 4096);
    const int period = readSize(config, {{"sliding_window_pattern"}, 4}, maxLayers);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [&](int layer) { return (layer + 1) % period != 0; });
    forEachLlamaBlock(model, [&](Block& block, const std::string&, int layer) {
        const bool windowed = sliding[static_cast<std::size_t>(layer)];
        block.attention.window = windowed ? window : 0;
        if (!windowed || window == 0) block.attention.rotary.reset();
    });
    return model;
}

}  // namespace strato
