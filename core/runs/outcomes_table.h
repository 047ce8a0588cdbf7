// Outcomes of plans in a run file's database, and what was chosen in a window, for RunFile. A file may have neither table yet.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/runs/kept_outcome.h"
#include "core/runs/sqlite.h"

namespace strato {

// Throws Error if one of them is damaged.
std::vector<KeptOutcome> readOutcomes(Connection& connection, const std::function<bool(const std::string& conditions)>& wanted);
// Of the outcome that was stored last; empty if there is none.
std::string latestConditions(Connection& connection);
void storeOutcome(Connection& connection, const std::string& conditions, const KeptOutcome& kept);
void forgetHealedOutcomes(Connection& connection, const std::string& plan);

// Empty if nothing was stored under the name.
std::string readChoices(Connection& connection, const std::string& name);
void storeChoices(Connection& connection, const std::string& name, const std::string& json);

}  // namespace strato
