// What OLMo 2, OLMo 3 and OLMoE share beside Llama's layout.
#pragma once

#include "core/base/json_view.h"
#include "core/model/description.h"
#include "core/model/families/llama_layout.h"

namespace strato {

// Llama's layout with norms over all queries and all keys of a token; `layout` has the family's sizes.
ModelDescription describeOlmoLayout(const JsonView& config, LlamaLayout layout);

// Norms after attention and MLP instead of before them.
void moveNormsBehind(ModelDescription& model);

}  // namespace strato
