// The version that numbers and files are stamped with.
#pragma once

#include <string>

namespace strato {

inline std::string version() { return STRATO_VERSION; }

}  // namespace strato
