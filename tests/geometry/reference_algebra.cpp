#include "tests/geometry/reference_algebra.h"

#include <Eigen/QR>
#include <Eigen/SVD>

namespace {

using Decomposition = Eigen::BDCSVD<Eigen::MatrixXd>;

}  // namespace

Svd svdOf(const Eigen::MatrixXd& matrix) {
    const Decomposition svd(matrix, Eigen::ComputeFullU | Eigen::ComputeFullV);
    return {svd.matrixU(), svd.singularValues(), svd.matrixV()};
}

Eigen::MatrixXd leastSquaresBySvd(const Eigen::MatrixXd& a, const Eigen::MatrixXd& y) { return Decomposition(a, Eigen::ComputeThinU | Eigen::ComputeThinV).solve(y); }

Eigen::MatrixXd leastSquaresByQr(const Eigen::MatrixXd& a, const Eigen::MatrixXd& y) { return a.colPivHouseholderQr().solve(y); }
