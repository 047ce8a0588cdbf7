// Gemma 3: Gemma 2 without caps on scores, with norms over each head's queries and keys, and rotary positions of two bases: for
// layers with a window and without. Also the text part of folders that see images.
#include "core/model/families/family.h"
#include "core/model/families/gemma_words.h"
#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeGemma3Text(const JsonView& config) {
    if (config.boolean("use_bidirectional_attention", false))
        config.at("use_bidirectional_attention").fail("is true, which makes an encoder of the model; only decoders are run");
    ModelDescription model = describeLlamaLayout(config, gemmaLayout(config, 262208, 131072, 1e6));
    addGemmaOuterNorms(config, model);
    model.head.softcap = config.number("final_logit_softcapping", 0);
    const int window = readWindow(config, 4096);
    const int period = readSize(config, {{"sliding_window_pattern"}, 6}, maxLayers);
    const std::vector<bool> sliding = readSlidingLayers(config, model.layers(), [&](int layer) { return (layer + 1) % period != 0; });
    const bool newForm = config.has("rope_parameters");
    const double localBase = config.number("rope_local_base_freq", 10000);
    forEachLlamaBlock(model, [&](Block& block, const std::string& name, int layer) {
        Attention& attention = block.attention;
        attention.queryNorm = HeadNorm{rmsNorm(name + ".self_attn.q_norm", block.beforeMlp->epsilon)};
        attention.keyNorm = HeadNorm{rmsNorm(name + ".self_attn.k_norm", block.beforeMlp->epsilon)};
        if (!sliding[static_cast<std::size_t>(layer)]) return;
        attention.window = window;
        // Layers with a window keep their own base and are never stretched; newer files say so themselves.
        if (newForm) attention.rotary = readRotary(config, attention.headDimension, model.context, {.layerType = "sliding_attention"});
        else attention.rotary = Rotary{.dimensions = attention.headDimension, .base = localBase};
    });
    makeGemma(model);
    return model;
}

ModelDescription describeGemma3(const JsonView& config) {
    const JsonView text = config.at("text_config");
    ModelDescription model = describeGemma3Text(text);
    const ModelDescription names = readNames(config);
    model.family = names.family;
    model.architecture = names.architecture;
    model.partOfLarger = true;
    model.renames = {{"language_model.model.", "model."}, {"model.language_model.", "model."}, {"language_model.lm_head.", "lm_head."}};
    model.otherParts = {"vision_tower.", "model.vision_tower.", "multi_modal_projector.", "model.multi_modal_projector."};
    return model;
}

}  // namespace strato
