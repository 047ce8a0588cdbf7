#include "core/edit/config_rewrite.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/model/families/family.h"

namespace strato {

using nlohmann::ordered_json;

namespace {

// export.md, section 6.
constexpr std::array<std::string_view, 9> perLayerLists{"layer_types",      "mlp_layer_types",  "no_rope_layers",
                                                        "layer_rope_theta", "attention_layers", "block_configs",
                                                        "per_layer_config", "layers_block_type", "sliding_window_layers"};
constexpr std::array<std::string_view, 2> layerNumberLists{"mlp_only_layers", "cross_attention_layers"};
constexpr std::array<std::string_view, 2> layerThresholds{"max_window_layers", "first_k_dense_replace"};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& names, const std::string& key) {
    return std::find(names.begin(), names.end(), key) != names.end();
}

ordered_json keepEntries(const ordered_json& list, const std::vector<BlockIndex>& kept) {
    ordered_json result = ordered_json::array();
    for (const BlockIndex block : kept) result.push_back(list[static_cast<std::size_t>(block.value)]);
    return result;
}

ordered_json renumber(const ordered_json& list, const std::vector<BlockIndex>& kept) {
    ordered_json result = ordered_json::array();
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (std::find(list.begin(), list.end(), ordered_json(kept[i].value)) != list.end()) result.push_back(i);
    return result;
}

// How many kept blocks lie before the threshold.
std::int64_t moveThreshold(std::int64_t threshold, const std::vector<BlockIndex>& kept) {
    return std::count_if(kept.begin(), kept.end(), [&](BlockIndex block) { return block.value < threshold; });
}

}  // namespace

ordered_json configWithout(const ordered_json& config, const ModelDescription& model, const std::vector<BlockIndex>& kept,
                           std::vector<std::string>& warnings) {
    ordered_json edited = config;
    const auto layers = static_cast<std::size_t>(model.layers());
    for (auto& [key, value] : edited.items()) {
        const bool oneALayer = value.is_array() && value.size() == layers;
        if (isOneOf(layerNumberLists, key) && value.is_array()) value = renumber(value, kept);
        else if (isOneOf(perLayerLists, key) && oneALayer) value = keepEntries(value, kept);
        else if (isOneOf(layerThresholds, key) && value.is_number_integer()) value = moveThreshold(value.get<std::int64_t>(), kept);
        else if (oneALayer && layers > 1 && key != "architectures") {
            value = keepEntries(value, kept);
            warnings.push_back("config.json: the list '" + key + "' has one entry a layer and lost those of dropped blocks");
        }
    }
    edited[model.layerCountKey] = kept.size();
    return edited;
}

std::string whyConfigCannotHold(const ordered_json& edited, const ModelDescription& original, const std::vector<BlockIndex>& kept) {
    ModelDescription described;
    try {
        described = describeModel(parseJson(edited.dump(), "config.json"));
    } catch (const Error& error) {
        return std::string("without these blocks ") + error.what();
    }
    if (described.blocks.size() != kept.size()) return "config.json gives the number of layers under another key";
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (!sameComputation(described.blocks[i], original.blocks[static_cast<std::size_t>(kept[i].value)]))
            return "block " + std::to_string(kept[i].value) + " would become block " + std::to_string(i) +
                   ", where this family's config makes a block compute something else";
    return {};
}

}  // namespace strato
