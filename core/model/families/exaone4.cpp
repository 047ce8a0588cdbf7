// EXAONE 4: Llama with norms after attention and MLP instead of before, norms over each head's queries and keys, and, where some layers
// have a window, rotary positions on those only.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/olmo_words.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

// A number (every so-manieth layer sees everything) or a word like "LLLG" that repeats.
bool slidesByPattern(const JsonView& config, int layer) {
    const auto pattern = config.find("sliding_window_pattern");
    if (!pattern || !pattern->raw().is_string()) return (layer + 1) % config.count("sliding_window_pattern", 1, maxLayers, 4) != 0;
    const std::string word = pattern->asString();
    if (word.empty()) pattern->fail("is empty");
    return word[static_cast<std::size_t>(layer) % word.size()] == 'L';
}

}  // namespace

ModelDescription describeExaone4(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(
        config, {.vocabulary = 102400, .intermediate = 16384, .keyValueHeads = 32, .epsilon = 1e-5});
    moveNormsBehind(model);
    const int window = readWindow(config, 4096);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [&](int layer) { return window > 0 && slidesByPattern(config, layer); });
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int layer) {
        Attention& attention = block.attention;
        attention.queryNorm = HeadNorm{rmsNorm(name + ".self_attn.q_norm", block.afterMlp->epsilon)};
        attention.keyNorm = HeadNorm{rmsNorm(name + ".self_attn.k_norm", block.afterMlp->epsilon)};
        if (sliding[static_cast<std::size_t>(layer)]) attention.window = window;
        else if (window > 0) attention.rotary.reset();
    });
    return model;
}

}  // namespace strato
