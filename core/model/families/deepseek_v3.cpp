// DeepSeek-V3: keys and values from one narrow latent; experts chosen within groups by sigmoids, beside shared ones (arXiv 2412.19437).
#include <cmath>

#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

// The library stretches scores by the square of what YaRN's mscale_all_dim gives.
double scoreScale(const JsonView& config, int headDimension) {
    const double plain = 1 / std::sqrt(headDimension);
    const auto scaling = config.has("rope_parameters") ? config.find("rope_parameters") : config.find("rope_scaling");
    const double weight = scaling ? scaling->number("mscale_all_dim", 0) : 0, factor = scaling ? scaling->number("factor", 1) : 1;
    if (weight == 0 || factor <= 1) return plain;
    const double stretch = 0.1 * weight * std::log(factor) + 1;
    return plain * stretch * stretch;
}

Attention describeAttention(const JsonView& config, const std::string& name, const ModelDescription& model, const Rotary& rotary) {
    Attention attention;
    attention.heads = attention.keyValueHeads = config.count("num_attention_heads", 1, maxHeads, 128);
    const int rotated = config.count("qk_rope_head_dim", 1, maxHeadDimension, 64), own = config.count("qk_nope_head_dim", 1, maxHeadDimension, 128);
    attention.headDimension = own + rotated;
    attention.valueDimension = config.count("v_head_dim", 1, maxHeadDimension, 128);
    attention.scale = scoreScale(config, attention.headDimension);
    attention.rotary = rotary;
    attention.rotary->atEnd = true;
    attention.rotary->interleaved = config.boolean("rope_interleave", true);
    const bool bias = config.boolean("attention_bias", false);
    const int narrow = config.count("kv_lora_rank", 1, maxWidth, 512), queries = attention.heads * attention.headDimension;
    const int queryRank = config.count("q_lora_rank", 1, maxWidth, config.raw().contains("q_lora_rank") ? 0 : 1536);
    LatentProjection latent;
    // Its norms have 1e-6, whatever config.json says.
    if (queryRank > 0) {
        latent.queryDown = linear(name + ".q_a_proj", model.hidden, queryRank, bias);
        latent.queryNorm = rmsNorm(name + ".q_a_layernorm", 1e-6);
    }
    attention.query = queryRank > 0 ? linear(name + ".q_b_proj", queryRank, queries, false) : linear(name + ".q_proj", model.hidden, queries, false);
    latent.down = linear(name + ".kv_a_proj_with_mqa", model.hidden, narrow + rotated, bias);
    latent.norm = rmsNorm(name + ".kv_a_layernorm", 1e-6);
    latent.up = linear(name + ".kv_b_proj", narrow, attention.heads * (own + attention.valueDimension), false);
    attention.latent = latent;
    attention.output = linear(name + ".o_proj", attention.heads * attention.valueDimension, model.hidden, bias);
    return attention;
}

Experts describeExperts(const JsonView& config, const std::string& name, const ModelDescription& model, const MlpParts& expert) {
    Experts mixture;
    const int experts = readExperts(config, {{"n_routed_experts"}, 256}, model.layers());
    mixture.router = linear(name + ".gate", model.hidden, experts, false);
    mixture.correction = name + ".gate.e_score_correction_bias";
    mixture.sigmoid = true;
    mixture.chosen = countWithin(config, "num_experts_per_tok", 1, experts, 8);
    mixture.groups = countWithin(config, "n_group", 1, experts, 8);
    mixture.chosenGroups = countWithin(config, "topk_group", 1, mixture.groups, 4);
    if (experts % mixture.groups != 0 || experts / mixture.groups < 2)
        config.fail("has " + std::to_string(experts) + " experts, which can't be " + std::to_string(mixture.groups) + " groups of at least two");
    mixture.normalized = config.boolean("norm_topk_prob", true);
    mixture.scale = config.number("routed_scaling_factor", 2.5);
    for (int e = 0; e < experts; ++e) {
        MlpParts parts = expert;
        parts.name = name + ".experts." + std::to_string(e);
        mixture.experts.push_back(gatedMlp(parts));
    }
    return mixture;
}

}  // namespace

ModelDescription describeDeepseekV3(const JsonView& config) {
    // Its heads are not those of the layout: head_dim is read as what is rotated.
    ModelDescription model = describeLlamaLayout(config, {.vocabulary = 129280,
                                                          .hidden = 7168,
                                                          .intermediate = 18432,
                                                          .layers = 61,
                                                          .heads = 128,
                                                          .context = 4096,
                                                          .headDimension = 64});
    const Rotary rotary = readRotary(config, config.count("qk_rope_head_dim", 1, maxHeadDimension, 64), model.context);
    const int firstSparse = config.count("first_k_dense_replace", 0, maxLayers, 3);
    const int intermediate = config.count("moe_intermediate_size", 1, maxIntermediate, 2048);
    const int shared = config.count("n_shared_experts", 1, maxSharedExperts, 1);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int layer) {
        block.attention = describeAttention(config, name + ".self_attn", model, rotary);
        if (layer < firstSparse) return;
        MlpParts parts{.name = name + ".mlp.shared_experts", .hidden = model.hidden, .intermediate = intermediate, .activation = block.mlp->activation};
        block.experts = describeExperts(config, name + ".mlp", model, parts);
        parts.intermediate = intermediate * shared;
        block.mlp = gatedMlp(parts);
    });
    // Folders on the hub carry a block more, which predicts a second token ahead.
    model.otherParts = {"model.layers." + std::to_string(model.layers()) + "."};
    return model;
}

}  // namespace strato
