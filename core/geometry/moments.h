// The second moments of a pair of states, streamed: all that linearity and the best linear map need, in memory that depends
// on the width and not on the number of tokens.
//
//     PairMoments moments(width);
//     moments.fold(x, y, rows);          // as often as there are batches
//     LinearFit fit = fitLinearMap(moments);
//
// Products are formed and summed in float64 about a shift taken from the first rows, because float32 products fail from a
// condition number of 1e4 on and a large common mean cancels (science.md, section 11).
#pragma once

#include <cstdint>

#include <Eigen/Core>

namespace strato {

// Of n rows x (state l) and y (state l + 1), with the residual d = y - x. Everything is about a fixed shift until centred.
class PairMoments {
public:
    // width >= 1: columns of x and of y. Throws std::bad_alloc if 2 width^2 doubles don't fit.
    explicit PairMoments(int width);

    // Adds `rows` rows; x and y are [rows, width] float32, row-major. Cost 3 rows width^2 multiply-adds.
    void fold(const float* x, const float* y, std::int64_t rows);

    // Adds the rows of another, of the same width. Moments are additive, so parts may be measured apart.
    void merge(const PairMoments& other);

    int width() const { return width_; }
    std::int64_t count() const { return count_; }

    // Column means, [width]. Zero rows give zeros.
    Eigen::VectorXd meanX() const;
    Eigen::VectorXd meanD() const;
    Eigen::VectorXd meanY() const { return meanX() + meanD(); }

    // Centred sums over rows: X_c^T X_c (its lower half) and X_c^T D_c, [width, width]; ||D_c||_F^2 and ||Y_c||_F^2.
    Eigen::MatrixXd centredGram() const;
    Eigen::MatrixXd centredCross() const;
    double centredResidualEnergy() const;
    double centredOutputEnergy() const;

private:
    int width_;
    std::int64_t count_ = 0;
    Eigen::VectorXd shiftX_, shiftD_;      // about which all sums below are taken
    Eigen::VectorXd sumX_, sumD_;
    Eigen::MatrixXd gram_;                 // sum of x x^T, lower half
    Eigen::MatrixXd cross_;                // sum of x d^T
    double energyD_ = 0;                   // sum of ||d||^2
    double energyY_ = 0;                   // sum of ||y||^2
    Eigen::MatrixXd rowsX_, rowsD_;        // [width, rows] workspaces: fresh ones cost more than filling them
};

}  // namespace strato
