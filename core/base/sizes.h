// Sizes as people write them, and what this machine has.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace strato {

// "4GiB", "500 MB", "1048576" to bytes. Throws UsageError on anything else.
std::int64_t parseSize(std::string_view text);

// 9437184 to "9.0 MiB".
std::string formatSize(std::int64_t bytes);

// 1234567 to "1.23 M", as parameter counts are written.
std::string formatCount(std::int64_t count);

// Seconds to "12 s", "3 min 20 s", "2 h 5 min".
std::string formatDuration(double seconds);

// The largest resident set of this process so far, in bytes.
std::int64_t peakMemoryBytes();

// Physical memory of the machine, in bytes.
std::int64_t machineMemoryBytes();

}  // namespace strato
