// Token windows laid end to end. Rows are tokens; nothing is padded, so no row is wasted and none has to be masked out.
#pragma once

#include <cstdint>
#include <vector>

namespace strato {

// Neighbouring windows of one length.
struct Segment {
    std::int64_t firstRow = 0;
    int windows = 0;
    int length = 0;
    int firstPosition = 0;             // of each window's first token; above 0 where earlier tokens lie in a cache
    std::int64_t rows() const { return std::int64_t{windows} * length; }
};

// Rows that run through a block together.
struct Batch {
    std::vector<Segment> segments;     // rows without gaps, from row 0 on
    std::int64_t rows() const { return segments.empty() ? 0 : segments.back().firstRow + segments.back().rows(); }

    static Batch ofWindows(int windows, int length) { return {{Segment{0, windows, length, 0}}}; }
};

}  // namespace strato
