// What a stock checkpoint can carry of a linear map: a map on what the block before adds to the residual stream, which folds into that
// block's last matrices (ReplaceMe, arXiv 2505.02819; export.md, E1 and E1p).
//
//     double r2 = mergeableR2(moments, outputEnergy, true, job);
#pragma once

#include "core/geometry/linear_solution.h"

namespace strato {

// `moments`: x what the block before added (its MLP's output; attention's and MLP's side by side where they run in parallel),
// d what this block adds. The best map A = I + B leaves E = min_B ||D - X B||_F^2, with an intercept if the family has a bias
// to hold it, about zero otherwise. Returns 1 - E / outputEnergy in [0, 1], with ||Y_c||_F^2 of this block as the energy, so that it
// stands beside `linearity`.
double mergeableR2(PairMoments moments, double outputEnergy, bool intercept, const JobContext& job);

}  // namespace strato
