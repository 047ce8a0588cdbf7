// Runs and model summaries as the JSON of contract.md (keys in snake_case, null for what was not computed) and as CSV.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/measure/analysis_estimate.h"
#include "core/runs/run.h"
#include "core/runs/score_columns.h"

namespace strato {

nlohmann::ordered_json toJson(const BlockScores& scores);
nlohmann::ordered_json toJson(const StateScores& state);
nlohmann::ordered_json toJson(const ModelSummary& summary);
nlohmann::ordered_json toJson(const AnalysisEstimate& estimate);

// The JSON of `analyze` and `show`.
nlohmann::ordered_json toJson(const Run& run);

// One row a block, a header line, the C locale; an empty cell for what was not computed.
std::string blocksCsv(const Run& run);

// One row a token: index, document, window, position, id, text (quoted), then one column a block.
std::string tokenNonlinearityCsv(const Run& run);

// A table for terminals: a line a block.
std::string blocksTable(const Run& run);

}  // namespace strato
