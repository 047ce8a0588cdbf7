// Where the sums over a pair of states are taken about: a shift near the means, and the few directions that outweigh all
// others. With both taken out exactly, what is left is of one size and float32 products are enough for it.
//
//     RowFrame frame = frameOf(PairSource::ofStates(x, y, width), ranges);
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace strato {

// Rows [first, first + count) of a buffer of states.
struct RowRange {
    std::int64_t first = 0, count = 0;
};

// Where the rows of a pair come from: whole buffers, [rows, width] float32, row-major. x is the inputs side by side, which for the
// score of a block is the state `from` alone; d = to - from; y = to.
struct PairSource {
    std::vector<const float*> inputs;
    const float* from = nullptr;
    const float* to = nullptr;
    int width = 0;

    static PairSource ofStates(const float* x, const float* y, int width) { return {{x}, x, y, width}; }
    int inputWidth() const { return width * static_cast<int>(inputs.size()); }
};

struct RowFrame {
    Eigen::VectorXd shiftX, shiftD, shiftY;           // [input width], [width], [width]
    Eigen::MatrixXd directionsX, directionsD;         // [input width, k], [width, k], orthonormal; k = 0 where none stands out
    int inputWidth() const { return static_cast<int>(shiftX.size()); }
    int width() const { return static_cast<int>(shiftD.size()); }
    bool split() const { return directionsX.cols() > 0 || directionsD.cols() > 0; }
};

// Columns that span what those of [rows, k] do, k at most rows; by Householder reflections.
Eigen::MatrixXd orthonormal(const Eigen::MatrixXd& columns);

// How many times the variance of an average direction one must have to stand out.
double standsOut(int width);

// From some hundred rows, spread evenly over `ranges`, and the first of some ranges: their means, and by subspace iteration
// (Halko, Martinsson, Tropp, 2011, algorithm 4.4) the directions of x and of d that stand out, at most 16 of each. For the pair of
// a block's states the directions of x and of d are both together. Any frame gives right moments; a good one gives precise ones.
// Deterministic.
RowFrame frameOf(const PairSource& source, std::span<const RowRange> ranges);

}  // namespace strato
