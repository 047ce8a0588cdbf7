// Where and how the arithmetic of a model runs. Shared by every verb that runs a decoder.
#pragma once

#include <cstdint>
#include <string>

namespace strato {

struct Compute {
    std::string device = "auto";     // auto | cpu | cuda | cuda:N
    std::string dtype = "auto";      // auto | float32 | bfloat16 | float16: the type the decoder computes in
    int threads = 0;                 // 0: all cores
    std::int64_t memoryBytes = 0;    // a budget for what may be kept in memory to save time; 0: a quarter of the machine's
};

}  // namespace strato
