#include "core/geometry/linear_solution.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace strato {

namespace {

// A direction is taken as absent where what is left of a column after the others is this share of its variance or less:
// rounding in the float64 sums alone can leave that much (science.md, section 11).
double rankTolerance(int width) { return 4 * std::max(width, 64) * std::numeric_limits<double>::epsilon(); }

void solve(const char* half, const char* transposed, int n, int columns, const double* factor, int stride, double* rhs) {
    const double one = 1;
    dtrsm_("L", half, transposed, "N", &n, &columns, &one, factor, &stride, rhs, &n);
}

void solve(const char* half, const char* transposed, int n, int columns, const float* factor, int stride, float* rhs) {
    const float one = 1;
    strsm_("L", half, transposed, "N", &n, &columns, &one, factor, &stride, rhs, &n);
}

template <typename Matrix>
void solveInSlices(Triangle triangle, const Matrix& factor, int n, Matrix& rhs, const JobContext& job) {
    if (n == 0) return;
    const char* half = triangle == Triangle::lower || triangle == Triangle::lowerTransposed ? "L" : "U";
    const char* transposed = triangle == Triangle::lowerTransposed || triangle == Triangle::upperTransposed ? "T" : "N";
    const Eigen::Index slice = std::clamp<Eigen::Index>(std::int64_t{10'000'000'000} / (std::int64_t{n} * n), 64, 4096);
    for (Eigen::Index begin = 0; begin < rhs.cols(); begin += slice) {
        job.throwIfStopped();
        const int columns = static_cast<int>(std::min(slice, rhs.cols() - begin));
        solve(half, transposed, n, columns, factor.data(), static_cast<int>(factor.rows()), rhs.col(begin).data());
    }
}

}  // namespace

// Columns are scaled to unit variance: the score doesn't change with the scale of x, but the factorisation does, and
// residual streams have a few dimensions a thousand times larger than the rest.
Eigen::VectorXd equilibration(const Eigen::VectorXd& diagonal) {
    const double largest = diagonal.maxCoeff();
    return diagonal.unaryExpr([&](double value) { return value > largest * 1e-30 && value > 0 ? 1 / std::sqrt(value) : 0.0; });
}

void solveTriangular(Triangle triangle, const Eigen::MatrixXd& factor, int n, Eigen::MatrixXd& rhs, const JobContext& job) {
    solveInSlices(triangle, factor, n, rhs, job);
}

void solveTriangular(Triangle triangle, const Eigen::MatrixXf& factor, int n, Eigen::MatrixXf& rhs, const JobContext& job) {
    solveInSlices(triangle, factor, n, rhs, job);
}

LinearSolution::LinearSolution(const PairMoments& moments, const JobContext& job) {
    const int width = moments.width();
    Eigen::MatrixXd gram = moments.centredGram(), cross = moments.centredCross();
    if (!gram.diagonal().allFinite() || !cross.allFinite())
        throw Error("a block's states are not finite (they overflow the computing type); try --dtype float32");
    scale = equilibration(gram.diagonal());
    for (Eigen::Index c = 0; c < gram.cols(); ++c) gram.col(c).array() *= scale.array() * scale[c];
    cross.array().colwise() *= scale.array();
    job.throwIfStopped();
    factor = factorise(std::move(gram), rankTolerance(width));
    if (factor.inOrder) {
        whitened = std::move(cross);
    } else {
        whitened.resize(factor.rank, width);
        for (int i = 0; i < factor.rank; ++i) whitened.row(i) = cross.row(factor.pivots[static_cast<std::size_t>(i)]);
    }
    solveTriangular(Triangle::upperTransposed, factor.upper, factor.rank, whitened, job);
    explained = whitened.colwise().squaredNorm();
}

Eigen::MatrixXd LinearSolution::map(const JobContext& job) const {
    Eigen::MatrixXd solved = whitened;
    solveTriangular(Triangle::upper, factor.upper, factor.rank, solved, job);
    if (factor.inOrder) return scale.asDiagonal() * solved;
    Eigen::MatrixXd map = Eigen::MatrixXd::Zero(scale.size(), scale.size());
    for (int i = 0; i < factor.rank; ++i) {
        const int column = factor.pivots[static_cast<std::size_t>(i)];
        map.row(column) = solved.row(i) * scale[column];
    }
    return map;
}

}  // namespace strato
