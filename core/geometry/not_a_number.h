// What a score is where its formula has no value.
#pragma once

#include <limits>

namespace strato {

inline constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

}  // namespace strato
