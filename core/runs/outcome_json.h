// A plan's outcome and a model's quality as the JSON of contract.md.
#pragma once

#include <nlohmann/json.hpp>

#include "core/base/json_view.h"
#include "core/evaluate/quality.h"

namespace strato {

// Adds `name` and `name`_standard_error.
void addDifference(nlohmann::ordered_json& json, const std::string& name, const Difference& difference);

// Q of contract.md; null for what was not measured. What only some protocols count, and a task, are there only where measured.
nlohmann::ordered_json toJson(const Quality& quality);

// The JSON of `whatif`.
nlohmann::ordered_json toJson(const Outcome& outcome);

// The same back. Throws Error where it is damaged.
Outcome readOutcome(const JsonView& json);

// The JSON of `eval`: the unedited model's.
nlohmann::ordered_json evaluationJson(const Outcome& outcome);

}  // namespace strato
