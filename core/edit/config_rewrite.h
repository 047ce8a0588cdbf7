// config.json of a model that lost blocks: the layer count and every field that speaks of layers by number.
//
//     nlohmann::ordered_json edited = configWithout(config, description, dropped);
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/layer_index.h"
#include "core/model/description.h"

namespace strato {

// The rewritten config. Lists with one entry a layer lose the entries of dropped blocks, lists of layer numbers are
// renumbered, thresholds move, period fields are left to the check below. `warnings` gets a line for each list that was cut
// only because its length is the number of layers.
nlohmann::ordered_json configWithout(const nlohmann::ordered_json& config, const ModelDescription& model,
                                     const std::vector<BlockIndex>& kept, std::vector<std::string>& warnings);

// Empty if the rewritten config describes, block for block, what the kept blocks computed before; else the reason why this
// family's config can't hold the cut. Catches whatever a list of known fields would miss.
std::string whyConfigCannotHold(const nlohmann::ordered_json& edited, const ModelDescription& original,
                                const std::vector<BlockIndex>& kept);

}  // namespace strato
