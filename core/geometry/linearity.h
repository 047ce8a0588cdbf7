// The linearity score of "Your Transformer is Secretly Linear" (ACL 2024, section 3.1), with and without the residual
// stream, and the affine map that attains it.
//
//     LinearFit fit = fitLinearMap(moments);
//     fit.scores.linearity;                 // 0.998
//     fit.map.apply(...)
#pragma once

#include <cstdint>

#include "core/geometry/affine_map.h"
#include "core/geometry/linear_solution.h"
#include "core/geometry/moments.h"

namespace strato {

struct LinearityScores {
    // 1 - min_A ||X~ A - Y~||_F^2 over centred, Frobenius-normalised states: the in-sample, variance-weighted R^2 of y on
    // x with an intercept. In [0, 1]. Where y has no variance nothing is left to explain and the score is 1.
    double linearity = 0;
    // The same with D = Y - X in place of Y (the official code's "without residual").
    double linearityNoResidual = 0;
    // 1 - (1 - s)(n - 1)/(n - rank - 1): estimates the population value; NaN when n <= rank + 1. May be negative.
    double linearityAdjusted = 0;
    double linearityNoResidualAdjusted = 0;
    int rank = 0;                   // numerical rank of X_c; below the width the map lives on that many directions
    std::int64_t tokens = 0;
    double unexplained = 0;         // E = ||Y_c - X_c A||_F^2, the same with and without residual
};

struct LinearFit {
    LinearityScores scores;
    AffineMap map;
};

// Throw Error if there is no row or a sum is not finite.
LinearityScores linearityScores(const PairMoments& moments, const LinearSolution& solution);
AffineMap affineMap(const PairMoments& moments, const LinearSolution& solution, const JobContext& job);
LinearFit fitLinearMap(const PairMoments& moments, const JobContext& job = {});

// 1 - unexplained / total in [0, 1]; 1 where there is nothing to explain.
double explainedShare(double unexplained, double total);

// How far each token is from the map: e_i = ||x_i + x_i B + c - y_i|| / ||y_i - meanY||, the token-level non-linearity of
// LLM-Microscope (arXiv 2502.15007) in relative form. x, y: [rows, width] row-major; errors: [rows]. A token at the mean
// has 0 if it is met exactly and infinity otherwise is written as NaN.
void tokenNonlinearity(const AffineMap& map, const Eigen::VectorXd& meanY, const float* x, const float* y, std::int64_t rows,
                       float* errors);

}  // namespace strato
