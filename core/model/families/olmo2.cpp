// OLMo 2: Llama with norms after attention and MLP, and over all queries and keys.
#include "core/model/families/family.h"
#include "core/model/families/olmo_words.h"

namespace strato {

ModelDescription describeOlmo2(const JsonView& config) {
    ModelDescription model = describeOlmoLayout(config, {.vocabulary = 50304, .epsilon = 1e-5});
    moveNormsBehind(model);
    return model;
}

}  // namespace strato
