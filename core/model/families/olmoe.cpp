// OLMoE: Llama with norms over all queries and keys, and experts instead of one MLP.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/olmo_words.h"
#include "core/model/families/qwen_words.h"

namespace strato {

ModelDescription describeOlmoe(const JsonView& config) {
    ModelDescription model = describeOlmoLayout(config);
    const int intermediate = model.blocks.front().mlp->up.outputs;
    addExperts(config, {.experts = 64, .chosen = 8, .intermediate = intermediate}, model);
    for (Block& block : model.blocks) block.attention.clip = config.number("clip_qkv", 0);
    return model;
}

}  // namespace strato
