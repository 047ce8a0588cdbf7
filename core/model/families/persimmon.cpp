// Persimmon: Llama's order with LayerNorms, one projection head by head, norms over each head's queries and keys, an MLP of squared
// ReLUs without a gate.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describePersimmon(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 262144,
                                                          .intermediate = 16384,
                                                          .layers = 36,
                                                          .heads = 64,
                                                          .context = 16384,
                                                          .norm = NormKind::layerNorm,
                                                          .normBias = true,
                                                          .epsilonKey = "layer_norm_eps",
                                                          .epsilon = 1e-5,
                                                          .activation = "relu2",
                                                          .rotary = {.defaultBase = 25000, .defaultShare = 0.5},
                                                          .gatedMlp = false,
                                                          .outputBias = true,
                                                          .mlpBias = true});
    const bool headNorms = config.boolean("qk_layernorm", true);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        Attention& attention = block.attention;
        attention.fused = FusedProjection{.linear = linear(name + ".self_attn.query_key_value", model.hidden, 3 * model.hidden, true), .groups = attention.heads};
        attention.keyValueHeads = attention.heads;
        attention.output.name = name + ".self_attn.dense";
        if (headNorms) {
            attention.queryNorm = HeadNorm{layerNorm(name + ".self_attn.q_layernorm", block.beforeMlp->epsilon)};
            attention.keyNorm = HeadNorm{layerNorm(name + ".self_attn.k_layernorm", block.beforeMlp->epsilon)};
        }
        block.mlp->up.name = name + ".mlp.dense_h_to_4h";
        block.mlp->down.name = name + ".mlp.dense_4h_to_h";
    });
    model.head.norm->name = "model.final_layernorm";
    return model;
}

}  // namespace strato
