// What the two Cohere families share beside Llama's layout.
#pragma once

#include "core/base/json_view.h"
#include "core/model/description.h"
#include "core/model/families/llama_layout.h"

namespace strato {

ModelDescription describeCohereLayout(const JsonView& config);

}  // namespace strato
