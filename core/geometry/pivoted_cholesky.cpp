#include "core/geometry/pivoted_cholesky.h"

#include <numeric>

extern "C" {
void dpotrf_(const char* half, const int* n, double* a, const int* lda, int* info, std::size_t);
void dpstrf_(const char* half, const int* n, double* a, const int* lda, int* pivots, int* rank, const double* tolerance,
             double* work, int* info, std::size_t);
}

namespace strato {

namespace {

bool factoriseInOrder(PivotedCholesky& factor, double tolerance) {
    const int width = static_cast<int>(factor.upper.rows());
    int info = 0;
    dpotrf_("U", &width, factor.upper.data(), &width, &info, 1);
    return info == 0 && factor.upper.diagonal().array().square().minCoeff() > tolerance;
}

}  // namespace

PivotedCholesky factorise(Eigen::MatrixXd gram, double tolerance) {
    PivotedCholesky factor;
    const int width = static_cast<int>(gram.rows());
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    const Eigen::VectorXd diagonal = gram.diagonal();
    factor.upper = std::move(gram);
    factor.pivots.resize(static_cast<std::size_t>(width));
    std::iota(factor.pivots.begin(), factor.pivots.end(), 0);
    factor.rank = width;
    factor.inOrder = factoriseInOrder(factor, tolerance);
    if (factor.inOrder) return factor;
    // The lower half is still the matrix's own.
    factor.upper.triangularView<Eigen::StrictlyUpper>() = factor.upper.transpose();
    factor.upper.diagonal() = diagonal;
    Eigen::VectorXd work(2 * width);
    int info = 0;
    dpstrf_("U", &width, factor.upper.data(), &width, factor.pivots.data(), &factor.rank, &tolerance, work.data(), &info, 1);
    for (int& pivot : factor.pivots) --pivot;  // LAPACK counts from 1
    return factor;
}

double smallestPivot(Eigen::MatrixXd gram) {
    const Eigen::VectorXd size = gram.diagonal();
    const double largest = size.maxCoeff();
    for (Eigen::Index c = 0; c < gram.cols(); ++c) {
        const bool nothing = !(size[c] > largest * 1e-30);
        const double scale = nothing ? 0 : 1 / std::sqrt(size[c]);
        gram.row(c) *= scale;
        gram.col(c) *= scale;
        gram(c, c) = 1;
    }
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    const int width = static_cast<int>(gram.rows());
    int info = 0;
    dpotrf_("U", &width, gram.data(), &width, &info, 1);
    return info == 0 ? gram.diagonal().array().square().minCoeff() : 0;
}

}  // namespace strato
