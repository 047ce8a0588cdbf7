#include "core/model/families/gemma_words.h"

#include <cmath>

#include "core/model/families/parts.h"

namespace strato {

LlamaLayout gemmaLayout(const JsonView& config, int vocabulary, int context, double ropeBase) {
    const bool bias = config.boolean("attention_bias", false);
    return {.vocabulary = vocabulary,
            .hidden = 2304,
            .intermediate = 9216,
            .layers = 26,
            .heads = 8,
            .context = context,
            .keyValueHeads = 4,
            .headDimension = 256,
            .activationKey = "hidden_activation",
            .activation = "gelu_pytorch_tanh",
            .rotary = {.defaultBase = ropeBase},
            .queryBias = bias,
            .outputBias = bias,
            .tied = true};
}

void makeGemma(ModelDescription& model) {
    model.embedding.scale = std::sqrt(model.hidden);
    const auto addOne = [](auto& norm) {
        if (norm) norm->addsOne = true;
    };
    for (Block& block : model.blocks) {
        for (std::optional<Norm>* norm : {&block.beforeAttention, &block.afterAttention, &block.beforeMlp, &block.afterMlp}) addOne(*norm);
        for (std::optional<HeadNorm>* norm : {&block.attention.queryNorm, &block.attention.keyNorm})
            if (*norm) (*norm)->norm.addsOne = true;
    }
    addOne(model.head.norm);
}

void addGemmaOuterNorms(const JsonView& config, ModelDescription& model) {
    const double scalar = config.number("query_pre_attn_scalar", 256);
    if (!(scalar > 0)) config.at("query_pre_attn_scalar").fail("must be positive");
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        const double epsilon = block.beforeAttention->epsilon;
        block.afterAttention = rmsNorm(name + ".post_attention_layernorm", epsilon);
        block.beforeMlp = rmsNorm(name + ".pre_feedforward_layernorm", epsilon);
        block.afterMlp = rmsNorm(name + ".post_feedforward_layernorm", epsilon);
        block.attention.scale = 1 / std::sqrt(scalar);
    });
}

}  // namespace strato
