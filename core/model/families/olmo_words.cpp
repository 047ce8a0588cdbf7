#include "core/model/families/olmo_words.h"

#include "core/model/families/llama_layout.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeOlmoLayout(const JsonView& config, LlamaLayout layout) {
    layout.queryBias = layout.outputBias = config.boolean("attention_bias", false);
    ModelDescription model = describeLlamaLayout(config, layout);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        const double epsilon = block.beforeMlp->epsilon;
        block.attention.queryNorm = HeadNorm{rmsNorm(name + ".self_attn.q_norm", epsilon), HeadNorm::Over::projection};
        block.attention.keyNorm = HeadNorm{rmsNorm(name + ".self_attn.k_norm", epsilon), HeadNorm::Over::projection};
    });
    return model;
}

void moveNormsBehind(ModelDescription& model) {
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int) {
        const double epsilon = block.beforeAttention->epsilon;
        block.beforeAttention.reset();
        block.beforeMlp.reset();
        block.afterAttention = rmsNorm(name + ".post_attention_layernorm", epsilon);
        block.afterMlp = rmsNorm(name + ".post_feedforward_layernorm", epsilon);
    });
}

}  // namespace strato
