// The fit behind an edit: a linear or low-rank map with a ridge toward the identity whose strength is chosen by held-out error.
//
//     Regression fit = regress(folds, 5, {.rank = 16}, job);
//     fit.map;                       // what an edit applies
//     fit.heldOut;                   // R^2 of d on rows that the map was not fitted on
#pragma once

#include <limits>

#include "core/base/job_context.h"
#include "core/geometry/affine_map.h"
#include "core/geometry/moment_groups.h"

namespace strato {

struct RegressionOptions {
    static constexpr double chosen = -1;   // a ridge chosen by held-out error
    bool intercept = true;                 // else about zero: where nothing can hold an intercept
    int rank = 0;                          // of the map; 0: any
    double ridge = chosen;                 // in units of each feature's own variance
};

// R^2 of d about its mean (about zero without an intercept); NaN where it can't be computed.
struct Regression {
    AffineMap map = {};
    double ridge = 0;
    double inSample = std::numeric_limits<double>::quiet_NaN();
    double heldOut = inSample;             // over the folds, with the ridge; not known of a map whose rank is cut
    int rank = 0;                          // of the map
};

// The map B of d ~ f B + c with the least ||D - F B||^2 + ridge ||S^-1 B||^2, S^-1 = diag of the features' standard deviations (all times the
// number of rows), so that a strong ridge is the identity and no map, whatever the features' scales. `ridge` is chosen among 0 and half
// decades from 1e-6 to 100 as the one with the least error on folds it was not fitted on; 0 unless another is better by a hundredth. With a
// rank R, B V V^T for the R leading eigenvectors V of B^T F^T F B: reduced-rank regression (Izenman, 1975). The folds are the first groups; their
// features may be wider than d. Costs about 30 inputs^2 (inputs + width) multiply-adds a fold where a ridge is chosen. Throws Error if there is no row or a
// sum is not finite, Cancelled.
Regression regress(MomentGroups& groups, std::size_t folds, const RegressionOptions& options, const JobContext& job);

}  // namespace strato
