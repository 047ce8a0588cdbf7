// The two nearest neighbours of every row, exact and at the speed of a matrix product.
//
//     std::vector<Neighbours> all = nearestNeighbours(states.data(), 4096, 768);
//     all[7].second / all[7].first;     // how much farther the second neighbour of row 7 is
#pragma once

#include <cstdint>
#include <vector>

namespace strato {

struct Neighbours {
    double first, second;        // Euclidean distances, first <= second
    std::int64_t nearest = -1;   // the row at `first`; of several as near, the lowest
};

// `rows`: [count, width] float32, row-major, finite; count >= 3. Rows that are equal are neighbours at distance 0. Distances are
// those that float64 gives from the rows themselves, ||a - b||, whatever their common mean and however large some rows or
// dimensions are: products in float32 only choose whom to measure, by the bound of their rounding. Takes 4 to 8 bytes per
// number beside the rows. Deterministic.
std::vector<Neighbours> nearestNeighbours(const float* rows, std::int64_t count, int width);

}  // namespace strato
