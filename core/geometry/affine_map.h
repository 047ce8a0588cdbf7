// The map that stands in for a part of a model: what a least-squares fit gives and what an edit applies.
#pragma once

#include <vector>

namespace strato {

// What is added to the residual stream, f matrix + intercept, for features f: the stream itself (y ~ x + x matrix + intercept), or, for a
// merge, what the blocks' halves before added. Written as a correction because where a block adds little, the full map is nearly the identity and
// float32 would lose what matters. Either `matrix` or, for a map of low rank, its two factors are set.
struct AffineMap {
    int width = 0;
    std::vector<float> matrix = {};      // [inputs, width], row-major
    std::vector<float> intercept = {};   // [width]
    int inputs = 0;                      // width of the features; 0: `width`
    int rank = 0;                        // of `down` [inputs, rank] and `up` [rank, width], matrix = down up; 0: `matrix` is set
    std::vector<float> down = {}, up = {};

    int features() const { return inputs > 0 ? inputs : width; }
    bool empty() const { return matrix.empty() && down.empty(); }
};

}  // namespace strato
