// Why the numbers of several runs may not be comparable as they stand.
//
//     for (const std::string& warning : comparisonWarnings(runs)) show(warning);
#pragma once

#include <string>
#include <vector>

#include "core/runs/compare.h"

namespace strato {

// One line each: runs on other windows of tokens, of other lengths, with other settings; too few tokens for a dimension; an
// analysis that isn't finished. Files are named as they were given.
std::vector<std::string> comparisonWarnings(const std::vector<ComparedRun>& runs);

}  // namespace strato
