// StableLM: Llama with LayerNorms, rotary positions on a quarter of each head, side by side if asked for.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeStableLm(const JsonView& config) {
    const bool bias = config.boolean("use_qkv_bias", false);
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 50304,
                                                          .hidden = 2560,
                                                          .intermediate = 6912,
                                                          .context = 4096,
                                                          .keyValueHeads = 32,
                                                          .norm = NormKind::layerNorm,
                                                          .normBias = true,
                                                          .epsilonKey = "layer_norm_eps",
                                                          .epsilon = 1e-5,
                                                          .rotary = {.defaultShare = 0.25},
                                                          .queryBias = bias});
    const bool parallel = config.boolean("use_parallel_residual", false), headNorms = config.boolean("qk_layernorm", false);
    if (headNorms && model.blocks.front().attention.heads * model.layers() > maxHeadsOfAllLayers)
        config.at("num_attention_heads").fail("gives " + std::to_string(model.layers()) + " layers more heads than any model has");
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        block.parallel = parallel;
        if (parallel) block.beforeMlp.reset();
        if (!headNorms) return;
        const auto headNorm = [&](const std::string& part) {
            return HeadNorm{layerNorm(name + part, block.beforeAttention->epsilon, false), HeadNorm::Over::storedHead};
        };
        block.attention.queryNorm = headNorm(".self_attn.q_layernorm.norms");
        block.attention.keyNorm = headNorm(".self_attn.k_layernorm.norms");
    });
    return model;
}

}  // namespace strato
