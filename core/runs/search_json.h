// A search's report as the JSON of contract.md, and its curves as a table.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/base/json_view.h"
#include "core/runs/search_plans.h"

namespace strato {

// With one strategy its "strategy", "steps" and "recommended" stand at the top; with several, in a list "strategies".
nlohmann::ordered_json toJson(const SearchReport& report);

// The report that toJson() wrote. Throws Error for anything else.
SearchReport readSearch(const JsonView& json);

// One row a point: strategy, layers, share, plan, loss, perplexity, rise and its error. Then "random cuts", one row a size: the mean of their losses, and the lowest
// and the highest.
std::string searchCsv(const SearchReport& report);

}  // namespace strato
