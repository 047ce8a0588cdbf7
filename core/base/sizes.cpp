#include "core/base/sizes.h"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "core/base/error.h"

namespace strato {

namespace {

template <typename... Values>
std::string print(const char* format, Values... values) {
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, values...);
    return buffer.data();
}

double unitBytes(std::string_view unit) {
    constexpr std::array<std::pair<std::string_view, double>, 10> units{{{"", 1},
                                                                        {"B", 1},
                                                                        {"KB", 1e3},
                                                                        {"MB", 1e6},
                                                                        {"GB", 1e9},
                                                                        {"KiB", 1024.0},
                                                                        {"MiB", 1024.0 * 1024},
                                                                        {"GiB", 1024.0 * 1024 * 1024},
                                                                        {"TB", 1e12},
                                                                        {"TiB", 1024.0 * 1024 * 1024 * 1024}}};
    for (const auto& [name, bytes] : units)
        if (unit == name) return bytes;
    return 0;
}

}  // namespace

std::int64_t parseSize(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
    const double bytes = number * unitBytes(unit);
    if (error != std::errc{} || !(bytes > 0) || bytes > 9e18)
        throw UsageError("'" + std::string(text) + "' is not a size; write one like 4GiB or 500MB");
    return static_cast<std::int64_t>(bytes);
}

std::string formatSize(std::int64_t bytes) {
    constexpr std::array<const char*, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
    return unit == 0 ? print("%.0f B", value) : print("%.1f %s", value, units[unit]);
}

std::string formatCount(std::int64_t count) {
    const double value = static_cast<double>(count);
    if (value >= 1e9) return print("%.2f B", value / 1e9);
    if (value >= 1e6) return print("%.2f M", value / 1e6);
    if (value >= 1e4) return print("%.1f k", value / 1e3);
    return print("%.0f", value);
}

std::string formatDuration(double seconds) {
    const auto whole = static_cast<long>(std::lround(seconds));
    if (seconds > 0 && seconds < 0.95) return print("%.1g s", std::max(seconds, 1e-3));
    if (whole < 60) return print("%ld s", whole);
    if (whole < 3600) return print("%ld min %ld s", whole / 60, whole % 60);
    return print("%ld h %ld min", whole / 3600, whole / 60 % 60);
}

std::int64_t peakMemoryBytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

std::int64_t machineMemoryBytes() {
    return static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
}

}  // namespace strato
