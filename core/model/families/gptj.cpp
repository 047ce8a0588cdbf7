// GPT-J and CodeGen: attention and MLP side by side from one LayerNorm, rotary positions on interleaved pairs of the first dimensions of
// each head. CodeGen has one projection, in four parts of queries, values, keys.
#include "core/model/families/family.h"
#include "core/model/families/gpt_layout.h"
#include "core/model/families/parts.h"

namespace strato {

namespace {

ModelDescription describeSideBySide(const JsonView& config) {
    ModelDescription model = describeGptLayout(config, {.prefix = "transformer",
                                                        .tokens = "wte",
                                                        .norm = "ln_f",
                                                        .hidden = {{"n_embd", "hidden_size"}, 4096},
                                                        .layers = {{"n_layer", "num_hidden_layers"}, 28},
                                                        .context = {{"n_positions", "max_position_embeddings"}, 2048},
                                                        .vocabulary = 50400,
                                                        .tied = false});
    const int hidden = model.hidden, heads = readHeads(config, {{"n_head", "num_attention_heads"}, 16}, hidden);
    const int rotated = countWithin(config, "rotary_dim", 2, hidden / heads, 64);
    if (rotated % 2 != 0) config.at("rotary_dim").fail("must be even");
    const int intermediate = config.count("n_inner", 1, maxIntermediate, 4 * hidden);
    const Activation activation = readActivation(config, "activation_function", "gelu_new");
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int) {
        block.parallel = true;
        block.beforeAttention = layerNorm(name + ".ln_1", model.head.norm->epsilon);
        block.attention = equalHeads({.name = name + ".attn", .hidden = hidden, .heads = heads});
        block.attention.rotary = Rotary{.dimensions = rotated, .interleaved = true};
        block.mlp = plainMlp({.name = name + ".mlp",
                              .hidden = hidden,
                              .intermediate = intermediate,
                              .activation = activation,
                              .bias = true,
                              .up = ".fc_in",
                              .down = ".fc_out"});
    });
    model.head.bias = "lm_head.bias";
    return model;
}

}  // namespace

ModelDescription describeGptJ(const JsonView& config) { return describeSideBySide(config); }

ModelDescription describeCodeGen(const JsonView& config) {
    ModelDescription model = describeSideBySide(config);
    constexpr int parts = 4;           // the number of processors it was trained on
    if (model.blocks.front().attention.heads % parts != 0) config.fail("has a number of heads that can't be " + std::to_string(parts) + " parts");
    forEachGptBlock(model, "transformer.h.", [&](Block& block, const std::string& name, int) {
        block.attention.fused = FusedProjection{
            .linear = linear(name + ".attn.qkv_proj", model.hidden, 3 * model.hidden, false), .groups = parts, .valueFirst = true};
    });
    return model;
}

}  // namespace strato
