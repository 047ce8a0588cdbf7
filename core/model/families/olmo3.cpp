// OLMo 3: OLMo 2 with a window on three layers of four, whose rotary positions are never stretched.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/olmo_words.h"

namespace strato {

ModelDescription describeOlmo3(const JsonView& config) {
    ModelDescription model = describeOlmoLayout(config, {.vocabulary = 50304, .epsilon = 1e-5});
    moveNormsBehind(model);
    const int window = readWindow(config, 4096);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [](int layer) { return (layer + 1) % 4 != 0; });
    forEachLlamaBlock(model, [&](Block& block, const std::string&, int layer) {
        if (!sliding[static_cast<std::size_t>(layer)]) return;
        Attention& attention = block.attention;
        attention.window = window;
        attention.rotary = readRotary(config, attention.headDimension, model.context, {.layerType = "sliding_attention"});
        *attention.rotary = {.dimensions = attention.rotary->dimensions, .base = attention.rotary->base};
    });
    return model;
}

}  // namespace strato
