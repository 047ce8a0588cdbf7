// A folder whose config.json has a "stratoscope" section: a stock model with maps between its layers and halves replaced, which the
// library loads with the modelling code that lies beside it, and which this program reads without running any code.
//
//     ordered_json config = customConfig(stockConfig, edited, layout);
//     CustomSection section = CustomSection::read(parseJsonFile(folder / "config.json"));
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/json_view.h"
#include "core/edit/edited_layout.h"
#include "core/edit/weight_files.h"

namespace strato {

// What config.json's model_type says of such a folder; the family's own stands in the section.
inline constexpr const char* customModelType = "stratoscope";
inline constexpr const char* modelingFileName = "modeling_stratoscope.py";

// The modelling file for a family (resources/export/modeling_stratoscope.py).
std::string modelingCode(const std::string& family);

// `stock`, which describes `edited`, the layers that are left, with the section for `layout` and what makes the library ask for the code.
nlohmann::ordered_json customConfig(const nlohmann::ordered_json& stock, const ModelDescription& edited, const EditedLayout& layout);

// The maps as float32 tensors stratoscope_maps.N.matrix [width, width] or .down [width, rank] and .up [rank, width], and .intercept
// [width]; their bytes are the layout's. x becomes x + x matrix + intercept, or x + x down up + intercept.
WeightsFile mapsFile(const EditedLayout& layout);
std::string mapTensorName(int map, const std::string& tensor);

// What the section says, checked: every number is in range. It comes from an untrusted file.
struct CustomSection {
    ModelDescription description;      // of the layers, without the halves that are replaced
    std::vector<int> ranks;            // of each map; 0: full
    std::vector<MapBetween> between;
    std::vector<ReplacedHalf> halves;

    // Throws Error saying which entry is wrong.
    static CustomSection read(const JsonView& config);
};

}  // namespace strato
