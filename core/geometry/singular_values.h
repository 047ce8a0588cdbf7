// Singular values alone, by the fast route: dense to band by matrix products, band to bidiagonal by rotations.
//
//     Eigen::VectorXd sigma = singularValues(cross);
//     sigma.sum();                      // the nuclear norm
#pragma once

#include <Eigen/Core>

namespace strato {

// Of a square matrix: [width], descending, each within a few width * 2.2e-16 of the largest: the square roots of eigenvalues
// of M^T M would lose all below 1e-8 of it. Throws Error if an entry is not finite.
Eigen::VectorXd singularValues(const Eigen::MatrixXd& matrix);

}  // namespace strato
