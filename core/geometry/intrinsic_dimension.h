// How many dimensions a cloud of states fills locally: TwoNN, from the ratio of the distances to the two nearest neighbours.
//
//     IntrinsicDimension id = intrinsicDimension(states.data(), 4096, 768);
//     id.dimension;                                  // 11.2
//     id.usedRows - id.distinctRows;                 // copies that were left out
#pragma once

#include <cstdint>

namespace strato {

// Rows beyond these are not read, as in the official code of LLM-Microscope; time grows with their square.
constexpr std::int64_t intrinsicDimensionRows = 4096;

struct IntrinsicDimension {
    // TwoNN of Facco et al. (Sci. Rep. 7:12140, 2017) on distinct rows: with mu_i = r2 / r1 ascending over N rows and
    // F_i = i / N, the slope through the origin of -log(1 - F) against log mu, without the largest 10 % of mu. NaN below 10
    // distinct rows or where all neighbours are as near.
    double dimension;
    // What the notebook of LLM-Microscope computes (commit b6db939), from all rows in float64: rows that have a copy (r1 below
    // 1e-8 of the mean length of centred rows) or two neighbours as near (mu <= 1 + 1e-8, as beside copies of another row) are
    // left out, u of them; the other n, ascending, get F_i = (u + i) / (u + n), and only the lowest fifth of them is fitted.
    // Where u is not small the line no longer passes through the origin and the value is far too large. NaN as above, or
    // where fewer than 5 rows are left.
    double officialVariant;
    std::int64_t distinctRows = 0;
    std::int64_t usedRows = 0;      // read: min(rows, intrinsicDimensionRows), copies included
};

// `rows`: [count, width] float32, row-major, the first tokens of a state. Throws Error if a value is not finite.
IntrinsicDimension intrinsicDimension(const float* rows, std::int64_t count, int width);

}  // namespace strato
