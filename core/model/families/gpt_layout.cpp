#include "core/model/families/gpt_layout.h"

#include "core/model/families/parts.h"

namespace strato {

ModelDescription describeGptLayout(const JsonView& config, const GptLayout& layout) {
    ModelDescription model = readNames(config);
    model.hidden = readSize(config, layout.hidden, maxWidth);
    model.vocabulary = config.count("vocab_size", 1, maxVocabulary, layout.vocabulary);
    model.context = readSize(config, layout.context, maxContext);
    model.prefix = layout.prefix.substr(0, layout.prefix.find('.'));
    model.layerCountKey = presentKey(config, layout.layers);
    model.embedding = {.tokens = layout.prefix + "." + layout.tokens + ".weight", .width = model.hidden};
    if (!layout.positions.empty()) model.embedding.positions = layout.prefix + "." + layout.positions + ".weight";
    model.blocks.resize(static_cast<std::size_t>(readSize(config, layout.layers, maxLayers)));
    const double epsilon = config.number(layout.epsilonKey, 1e-5);
    const bool tied = config.boolean("tie_word_embeddings", layout.tied);
    model.head = {.norm = layerNorm(layout.prefix + "." + layout.norm, epsilon),
                  .matrix = layout.matrix,
                  .tied = tied};
    return model;
}

}  // namespace strato
