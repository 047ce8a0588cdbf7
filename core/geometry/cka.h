// Linear CKA: how alike two states are, whatever the rotation and scale of either.
//
//     const double crossNorm = (x.transpose() * y).norm();    // of centred states [tokens, width]
//     linearCka(crossNorm * crossNorm, (x.transpose() * x).norm(), (y.transpose() * y).norm());   // 1 for y = x
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace strato {

// ||X_c^T Y_c||_F^2 / (||X_c^T X_c||_F ||Y_c^T Y_c||_F), in [0, 1] (Kornblith et al. 2019). `crossSquared` is squared, the
// norms of the Gram matrices are not. NaN where a state has no variance.
inline double linearCka(double crossSquared, double gramNormX, double gramNormY) {
    if (!(gramNormX > 0 && gramNormY > 0) || std::isnan(crossSquared)) return std::numeric_limits<double>::quiet_NaN();
    return std::clamp(crossSquared / gramNormX / gramNormY, 0.0, 1.0);
}

}  // namespace strato
