// What OLMo 2, OLMo 3 and OLMoE share beside Llama's layout.
#pragma once

#include "core/base/json_view.h"
#include "core/model/description.h"

namespace strato {

// Llama's layout with OLMo's sizes, and norms over all queries and all keys of a token.
ModelDescription describeOlmoLayout(const JsonView& config);

// Norms after attention and MLP instead of before them.
void moveNormsBehind(ModelDescription& model);

}  // namespace strato
