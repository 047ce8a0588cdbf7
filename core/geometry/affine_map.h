// The map that stands in for a block: what the least-squares fit gives and what a `linear` edit applies.
#pragma once

#include <vector>

namespace strato {

// y ~ x + x matrix + intercept: the correction to the residual stream. Written as a correction because where a block adds
// little, the full map is nearly the identity and float32 would lose what matters.
struct AffineMap {
    int width = 0;
    std::vector<float> matrix;      // [width, width], row-major
    std::vector<float> intercept;   // [width]
    bool empty() const { return matrix.empty(); }
};

}  // namespace strato
