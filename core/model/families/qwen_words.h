// Words of config.json that the Qwen families share.
#pragma once

#include "core/base/json_view.h"
#include "core/model/description.h"

namespace strato {

// With use_sliding_window, a window on the layers that layer_types names, or on those from max_window_layers on.
void windowUpperLayers(const JsonView& config, ModelDescription& model);

// Experts instead of the MLP on every decoder_sparse_step-th layer that mlp_only_layers does not name; `experts` and `chosen` where
// config.json is silent.
struct SparseLayers {
    int experts = 0, chosen = 0, intermediate = 0;
};
void addExperts(const JsonView& config, const SparseLayers& defaults, ModelDescription& model);

}  // namespace strato
