// Phi-3, 3.5 and 4: Llama with one projection for queries, keys and values, one for gate and up.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describePhi3(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(
        config, {.vocabulary = 32064, .hidden = 3072, .intermediate = 8192, .context = 4096, .epsilon = 1e-5, .rotary = {.originalContext = 4096}});
    const int window = readWindow(config, 0);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        Attention& attention = block.attention;
        attention.window = window;
        const int outputs = attention.query.outputs + 2 * attention.key.outputs;
        attention.fused = FusedProjection{.linear = linear(name + ".self_attn.qkv_proj", model.hidden, outputs, false)};
        fuseGateIntoUp(*block.mlp, name + ".mlp.gate_up_proj");
    });
    return model;
}

}  // namespace strato
