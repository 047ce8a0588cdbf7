// Mistral: Llama with a sliding window on every layer.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeMistral(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(config, {.intermediate = 14336, .context = 4096 * 32, .keyValueHeads = 8});
    const int window = readWindow(config, 4096);
    for (Block& block : model.blocks) block.attention.window = window;
    return model;
}

}  // namespace strato
