// Qwen2 and 2.5: Llama with biases on queries, keys and values, and a window on the upper layers if asked for.
#include "core/model/families/family.h"
#include "core/model/families/llama_layout.h"
#include "core/model/families/qwen_words.h"

namespace strato {

ModelDescription describeQwen2(const JsonView& config) {
    ModelDescription model = describeLlamaLayout(
        config, {.vocabulary = 151936, .intermediate = 22016, .context = 32768, .keyValueHeads = 32, .queryBias = true});
    windowUpperLayers(config, model);
    return model;
}

}  // namespace strato
