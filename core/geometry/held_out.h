// Held-out linearity: the map is fitted on all folds but one and the error measured on that one, all from the same moments.
//
//     HeldOutScores scores = heldOutLinearity(groups, 5, all, solution, job);
//     scores.linearity;              // mean over folds; scores.linearityError its standard error
#pragma once

#include <limits>

#include "core/geometry/linear_solution.h"
#include "core/geometry/moment_groups.h"

namespace strato {

// Means over folds, weighted by tokens, and their standard errors; NaN below two folds with two rows each. Held-out R^2 is
// against the fold's own mean; it may be negative.
struct HeldOutScores {
    double linearity = std::numeric_limits<double>::quiet_NaN(), linearityError = linearity;
    double linearityNoResidual = linearity, linearityNoResidualError = linearity;
};

// The folds are the first groups, `all` is their sum and `solution` its solution. A fold costs 5/3 width^3 multiply-adds: with R the Cholesky factor of all
// rows, W = R^-T C, and for the others' rows T = L L^T, P = L^-1 C_T and B = L^-T P, the held-out error is
//     ||D_k||^2 + ||P||^2 + ||R B - W||^2 - ||W||^2
// (from ||D_k - X_k B||^2 with G_k = R^T R - T and C_k = R^T W - C_T; the intercept is a column of ones in front).
HeldOutScores heldOutLinearity(const MomentGroups& groups, std::size_t folds, const PairMoments& all, const LinearSolution& solution, const JobContext& job);

}  // namespace strato
