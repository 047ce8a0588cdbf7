// Mixtral: Mistral's attention, and experts whose shares add up to 1 instead of one MLP.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeMixtral(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(
        config, {.intermediate = 14336, .context = 4096 * 32, .keyValueHeads = 8, .epsilon = 1e-5, .rotary = {.defaultBase = 1e6}});
    const int window = readWindow(config, 0), experts = readExperts(config, {{"num_local_experts", "num_experts"}, 8}, model.layers());
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.attention.window = window;
        Experts& mixture = block.experts.emplace();
        mixture.router = linear(name + ".block_sparse_moe.gate", model.hidden, experts, false);
        mixture.chosen = countWithin(config, "num_experts_per_tok", 1, experts, 2);
        mixture.normalized = true;
        for (int e = 0; e < experts; ++e)
            mixture.experts.push_back(gatedMlp({.name = name + ".block_sparse_moe.experts." + std::to_string(e),
                                                .hidden = model.hidden,
                                                .intermediate = block.mlp->up.outputs,
                                                .activation = block.mlp->activation,
                                                .gate = ".w1",
                                                .up = ".w3",
                                                .down = ".w2"}));
        block.mlp.reset();
    });
    return model;
}

}  // namespace strato
