// What healing gave, as the JSON of `strato heal`.
#pragma once

#include <nlohmann/json.hpp>

#include "core/runs/heal_plan.h"

namespace strato {

// {"plan", "curve": [{"step", "training_loss", "validation_mse", "validation_kl", "validation_loss", "objective"}], "baseline": Q,
// "before": Q, "after": Q, "stopped", "best_step", "out", ...} with Q as contract.md has it; null for what was not measured.
nlohmann::ordered_json toJson(const HealReport& report);

}  // namespace strato
