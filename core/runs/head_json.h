// The parts of a run that its file keeps as JSON: what is known before the first block, and what only the end knows.
#pragma once

#include <string>

#include "core/base/json_view.h"
#include "core/runs/run.h"

namespace strato {

// Model, data, settings and warnings.
std::string headJson(const Run& run);
Run runFromHeadJson(const JsonView& json);

// Timing, peak memory and the final warnings.
std::string finishJson(const Run& run);
void takeFinishJson(const JsonView& json, Run& run);

}  // namespace strato
