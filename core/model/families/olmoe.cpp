// OLMoE: Llama with norms over all queries and keys, and experts instead of one MLP.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/olmo_words.h"
#include "core/model/families/qwen_words.h"

namespace strato {

ModelDescription describeOlmoe(const JsonView& config) {
    ModelDescription model = describeOlmoLayout(config, {.vocabulary = 50304,
                                                         .hidden = 2048,
                                                         .intermediate = 2048,
                                                         .layers = 16,
                                                         .heads = 16,
                                                         .context = 4096,
                                                         .epsilon = 1e-5});
    const int experts = readExperts(config, {{"num_experts"}, 64}, model.layers());
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.attention.clip = config.number("clip_qkv", 0);
        putExperts(config, {.name = name + ".mlp", .experts = experts, .chosen = 8, .hidden = model.hidden, .intermediate = block.mlp->up.outputs}, block);
    });
    return model;
}

}  // namespace strato
