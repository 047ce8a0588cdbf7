// An outcome that a run file keeps, so that nothing is measured twice.
#pragma once

#include "core/evaluate/quality.h"

namespace strato {

struct KeptOutcome {
    Outcome outcome;
    bool timed = false;      // with the speed
};

}  // namespace strato
