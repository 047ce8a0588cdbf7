// How far a block's score can be trusted: the same score without the first tokens, without the directions that outweigh all others,
// and dimension by dimension.
//
//     Robustness robust = robustnessOf(all, solution, &firstTokens, job);
//     robust.linearityWithoutOutliers;      // 0.75 where the plain score says 0.97
#pragma once

#include <limits>
#include <vector>

#include "core/geometry/linear_solution.h"

namespace strato {

// A direction of the output that holds far more variance than an average one (Sun et al., arXiv 2402.17762: massive activations).
struct OutlierDirection {
    double share = 0;              // of the output's variance
    int dimension = 0;             // the coordinate that it leans on most
    double loading = 0;            // the square of that coordinate in the unit direction: 1 if the direction is that dimension
    double firstTokenShare = std::numeric_limits<double>::quiet_NaN();  // of its variance, what the windows' first tokens bring
};

struct Robustness {
    double linearityWithoutFirst = std::numeric_limits<double>::quiet_NaN(), noResidualWithoutFirst = linearityWithoutFirst;
    // With the outlier directions taken out of the output; the plain score where there is none.
    double linearityWithoutOutliers = linearityWithoutFirst, noResidualWithoutOutliers = linearityWithoutFirst;
    // The median over dimensions of each one's r^2; dimensions that don't vary left out.
    double linearityMedian = linearityWithoutFirst, noResidualMedian = linearityWithoutFirst;
    std::vector<OutlierDirection> outliers;     // by share, the largest first
};

// `firstTokens`: moments of the windows' first tokens, which are among those of `all`; nullptr if they were left out. Costs 2/3
// width^3 multiply-adds with them. Throws Cancelled.
Robustness robustnessOf(const PairMoments& all, const LinearSolution& solution, const PairMoments* firstTokens, const JobContext& job);

}  // namespace strato
