// Words of config.json that the Qwen families share.
#pragma once

#include <string>

#include "core/base/json_view.h"
#include "core/model/description.h"

namespace strato {

// With use_sliding_window, a window on the layers that layer_types names, or on those from max_window_layers on.
void windowUpperLayers(const JsonView& config, ModelDescription& model);

// Experts instead of a block's MLP, with its activation; `chosen` of them a token where config.json is silent.
struct QwenExperts {
    std::string name;                  // of the block's MLP
    int experts = 0, chosen = 0, hidden = 0, intermediate = 0;
};
void putExperts(const JsonView& config, const QwenExperts& given, Block& block);

// What holds where config.json is silent.
struct SparseLayers {
    int experts = 0, chosen = 0, intermediate = 0;
};
// Experts on every decoder_sparse_step-th layer that mlp_only_layers does not name. Throws Error.
void addExperts(const JsonView& config, const SparseLayers& defaults, ModelDescription& model);

}  // namespace strato
