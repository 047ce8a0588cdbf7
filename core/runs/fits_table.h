// The table of fits in a run file: what stands for the parts that plans replaced, beside what the analysis measured.
//
//     storeFit(connection, "5-8=linear", fit);
#pragma once

#include <optional>
#include <string>

#include "core/geometry/regression.h"
#include "core/runs/sqlite.h"

namespace strato {

// The table must be there. Throws Error if a fit's sizes don't go together.
std::optional<Regression> readFit(Connection& connection, const std::string& name);
// In one transaction; makes the table if the file has none.
void storeFit(Connection& connection, const std::string& name, const Regression& fit);

}  // namespace strato
