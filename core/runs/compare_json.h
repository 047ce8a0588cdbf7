// A comparison as JSON, as CSV and as a table.
//
//     std::cout << comparisonTable(compareRuns(files));
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/runs/compare.h"

namespace strato {

// {"runs": [{"file", "model", ..., "step", "means": {...}, "blocks": [{"block", "depth", ...}], "states": [{"state", "depth", ...}]}],
//  "common": {"depths": [...], "runs": [{"file", "linearity": [...], ...}]},
//  "series": [{"architecture", "layers", "hidden_size", "steps", "files", "means": {"linearity": [...], ...},
//              "blocks": [{"block", "linearity": [...], ...}]}],
//  "warnings": [...]}; null for what was not computed.
nlohmann::ordered_json toJson(const Comparison& comparison);

// One row a run and block, a header line, the C locale; an empty cell for what was not computed.
std::string comparisonCsv(const Comparison& comparison);

// A table for terminals: a line a run with its means over blocks; "-" for what was not computed.
std::string comparisonTable(const Comparison& comparison);

}  // namespace strato
