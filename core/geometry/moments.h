// The second moments of a pair of states: all that linearity and the best linear map need, in memory that depends on the
// width and not on the number of tokens.
//
//     PairMoments moments = foldMoments(PairSource::ofStates(x, y, width), ranges, {}, job);   // moment_folder.h
//     LinearFit fit = fitLinearMap(moments);
#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "core/geometry/row_frame.h"

namespace strato {

// Narrower matrices are added before a second thread has woken up.
inline constexpr int worthThreads = 256;

// Of n rows x and d, and of y: for a block x is the state that enters it, y the one that leaves it and d = y - x. Sums are taken about
// a shift near the means, so that a large common mean doesn't cancel.
struct PairMoments {
    // No rows, about the frame's shift. Throws std::bad_alloc if the matrices don't fit.
    explicit PairMoments(const RowFrame& frame);

    // Adds the rows of another, about the same shift. Moments are additive, so parts may be measured apart.
    void merge(const PairMoments& other) { add(other, 1); }
    // Takes the rows of another away, which this must hold.
    void remove(const PairMoments& other) { add(other, -1); }

    // Sums about the shift become sums about zero, whose mean then counts as zero: for maps without an intercept.
    void takeAboutZero();

    int inputWidth() const { return static_cast<int>(shiftX.size()); }
    int width() const { return static_cast<int>(shiftD.size()); }
    // Column means, [width]. Zero rows give the shift.
    Eigen::VectorXd meanX() const;
    Eigen::VectorXd meanD() const;
    Eigen::VectorXd meanY() const;

    // Centred sums over rows: X_c^T X_c (its lower half), [input width, input width], and X_c^T D_c, [input width, width];
    // ||D_c||_F^2 and ||Y_c||_F^2.
    Eigen::MatrixXd centredGram() const;
    Eigen::MatrixXd centredCross() const;
    double centredResidualEnergy() const { return centredSquaresD().sum(); }
    double centredOutputEnergy() const { return centredSquaresY().sum(); }
    // The same of each dimension, [width].
    Eigen::VectorXd centredSquaresD() const;
    Eigen::VectorXd centredSquaresY() const;

    std::int64_t count = 0;                // rows
    Eigen::VectorXd shiftX, shiftD, shiftY;
    Eigen::VectorXd sumX, sumD, sumY;      // about the shift, as all below
    Eigen::MatrixXd gram;                  // sum of x x^T, lower half, [input width, input width]
    Eigen::MatrixXd cross;                 // sum of x d^T, [input width, width]
    Eigen::VectorXd squaresD, squaresY;    // sums of d_j^2 and y_j^2, [width]
    Eigen::MatrixXd directions;            // [width, k], orthonormal: those of d (and x, for a block) that outweigh all others
    Eigen::MatrixXd alongD;                // sum of (V^T d) (V^T d)^T with V the directions, [k, k]

private:
    void add(const PairMoments& other, int sign);
};

}  // namespace strato
