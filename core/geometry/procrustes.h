// How far maps simpler than the best linear one carry a state onto the next: none, a scale per dimension, a rotation. Beside
// the linearity score they tell rotation, scaling and shear apart.
//
//     ProcrustesScores scores = procrustes(moments.centredGram(), moments.centredCross(), moments.centredOutputEnergy());
//     scores.scaledOrthogonal;          // 0.93 of what a linear map reaches is reached by turning and one scale
#pragma once

#include <Eigen/Core>

namespace strato {

// Of centred states divided by their Frobenius norms, X~ and Y~ (Gower 1975). 1 is a perfect fit everywhere.
struct ProcrustesScores {
    // 1 - ||X~ - Y~||_F^2, in [-3, 1].
    double identity = 0;
    // 1 - min over diagonal M of ||X~ M - Y~||_F^2 = sum_j (X_c^T Y_c)_jj^2 / (X_c^T X_c)_jj / ||Y_c||_F^2, in [0, 1].
    double diagonal = 0;
    // 1 - min over orthogonal R of ||X~ R - Y~||_F^2 = 2 ||X~^T Y~||_* - 1, in [-1, 1]; ||.||_* is the sum of singular values.
    double orthogonal = 0;
    // 1 - min over orthogonal R and scales s of ||s X~ R - Y~||_F^2 = ||X~^T Y~||_*^2, in [0, 1]. Never above the linearity
    // score, which minimises over all maps; nor is `diagonal`.
    double scaledOrthogonal = 0;
};

// From sums over tokens, D = Y - X: X_c^T X_c (`gram`, its lower half read) and X_c^T D_c (`cross`), [width, width], and
// ||Y_c||_F^2. NaN in all four where x or y has no variance. Throws Error if a sum is not finite.
ProcrustesScores procrustes(const Eigen::MatrixXd& gram, const Eigen::MatrixXd& cross, double outputEnergy);

}  // namespace strato
