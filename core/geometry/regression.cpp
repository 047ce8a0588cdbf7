#include "core/geometry/regression.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/geometry/linear_solution.h"

extern "C" void dsyevd_(const char* vectors, const char* half, const int* n, double* a, const int* lda, double* values, double* work, const int* workSize,
                        int* integerWork, const int* integerWorkSize, int* info, std::size_t, std::size_t);

namespace strato {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct EigenPairs {
    VectorXd values;                   // ascending
    MatrixXd vectors;                  // in columns
};

// Of a symmetric matrix, its lower half read.
EigenPairs eigenPairs(MatrixXd matrix) {
    const int n = static_cast<int>(matrix.rows());
    EigenPairs pairs{VectorXd(n), {}};
    int info = 0, ask = -1, integers = 0;
    double needed = 0;
    dsyevd_("V", "L", &n, matrix.data(), &n, pairs.values.data(), &needed, &ask, &integers, &ask, &info, 1, 1);
    std::vector<double> work(static_cast<std::size_t>(needed));
    std::vector<int> integerWork(static_cast<std::size_t>(integers));
    const int workSize = static_cast<int>(needed);
    dsyevd_("V", "L", &n, matrix.data(), &n, pairs.values.data(), work.data(), &workSize, integerWork.data(), &integers, &info, 1, 1);
    if (info != 0) throw Error("the moments of a state have no eigenvalues (LAPACK dsyevd does not converge); report this with the run file");
    pairs.vectors = std::move(matrix);
    return pairs;
}

MatrixXd whole(const MatrixXd& lowerHalf) { return lowerHalf.selfadjointView<Eigen::Lower>(); }

// Sums over rows about a mean, in features scaled to unit variance.
struct Sums {
    MatrixXd gram, cross;
    double squaresD = 0;
};

Sums sumsAbout(const PairMoments& moments, const VectorXd& meanX, const VectorXd& meanD, const VectorXd& scale) {
    const auto n = static_cast<double>(moments.count);
    Sums sums{whole(moments.gram), moments.cross, moments.squaresD.sum() - 2 * moments.sumD.dot(meanD) + n * meanD.squaredNorm()};
    sums.gram.noalias() += (n * meanX - moments.sumX) * meanX.transpose();
    sums.gram.noalias() -= meanX * moments.sumX.transpose();
    sums.cross.noalias() += (n * meanX - moments.sumX) * meanD.transpose();
    sums.cross.noalias() -= meanX * moments.sumD.transpose();
    sums.gram = scale.asDiagonal() * sums.gram * scale.asDiagonal();
    sums.cross = scale.asDiagonal() * sums.cross;
    return sums;
}

const std::vector<double>& strengths() {
    static const std::vector<double> all = [] {
        std::vector<double> list{0};
        for (int halfDecade = -12; halfDecade <= 4; ++halfDecade) list.push_back(std::pow(10.0, halfDecade / 2.0));
        return list;
    }();
    return all;
}

// The error on one fold of the maps fitted on the others, one for each strength, from one eigendecomposition of their Gram matrix
// Q L Q^T: with P = Q^T C, N = Q^T C_k and M = Q^T G_k Q of the fold, and w = 1 / (L + ridge),
//     ||D_k - F_k B||^2 = ||D_k||^2 - 2 sum_i w_i P_i . N_i + sum_ij w_i w_j M_ij P_i . P_j.
void addErrors(const PairMoments& all, const PairMoments& fold, std::vector<double>& errors, const JobContext& job) {
    PairMoments training = all;
    training.remove(fold);
    const auto n = static_cast<double>(training.count);
    const VectorXd meanX = training.sumX / n, meanD = training.sumD / n;
    const VectorXd scale = equilibration(training.centredGram().diagonal());
    const Sums fitted = sumsAbout(training, meanX, meanD, scale), measured = sumsAbout(fold, meanX, meanD, scale);
    job.throwIfStopped();
    const EigenPairs pairs = eigenPairs(fitted.gram);
    job.throwIfStopped();
    const MatrixXd p = pairs.vectors.transpose() * fitted.cross, q = pairs.vectors.transpose() * measured.cross;
    const MatrixXd turned = pairs.vectors.transpose() * measured.gram * pairs.vectors;
    const VectorXd along = p.cwiseProduct(q).rowwise().sum();
    const MatrixXd quadratic = turned.cwiseProduct(p * p.transpose());
    const double floor = pairs.values[pairs.values.size() - 1] * 1e-12;
    for (std::size_t s = 0; s < errors.size(); ++s) {
        const VectorXd weights = pairs.values.unaryExpr([&](double value) { return value > floor ? 1 / (value + strengths()[s]) : 0.0; });
        errors[s] += measured.squaresD - 2 * weights.dot(along) + weights.dot(quadratic * weights);
    }
}

struct Choice {
    double ridge = 0, error = std::numeric_limits<double>::quiet_NaN();
};

// A map that is not better by this share of the error is not worth a departure from least squares.
constexpr double worthwhile = 0.01;

Choice chooseRidge(const MomentGroups& groups, std::size_t folds, const PairMoments& all, double given, const JobContext& job) {
    std::vector<double> errors(strengths().size(), 0.0);
    bool measured = false;
    for (std::size_t f = 0; f < folds; ++f) {
        const PairMoments& fold = groups.at(f);
        if (fold.count == 0 || fold.count == all.count) continue;
        addErrors(all, fold, errors, job);
        measured = true;
    }
    if (!measured) return {std::max(given, 0.0)};
    const auto best = std::min_element(errors.begin(), errors.end());
    const std::size_t choice = *best < errors.front() * (1 - worthwhile) ? static_cast<std::size_t>(best - errors.begin()) : 0;
    return {strengths()[choice], errors[choice]};
}

void take(const MatrixXd& from, std::vector<float>& to) {
    to.resize(static_cast<std::size_t>(from.size()));
    Eigen::Map<RowMajorFloat>(to.data(), from.rows(), from.cols()) = from.cast<float>();
}

// B V V^T in two factors, B V and V^T.
MatrixXd cutRank(const MatrixXd& map, const MatrixXd& gram, int rank, AffineMap& result) {
    const MatrixXd fitted = gram.selfadjointView<Eigen::Lower>() * map;
    const EigenPairs pairs = eigenPairs(map.transpose() * fitted);
    const MatrixXd leading = pairs.vectors.rightCols(rank).rowwise().reverse();
    const MatrixXd down = map * leading;
    result.rank = rank;
    take(down, result.down);
    take(leading.transpose(), result.up);
    return down * leading.transpose();
}

}  // namespace

Regression regress(MomentGroups& groups, std::size_t folds, const RegressionOptions& options, const JobContext& job) {
    if (!options.intercept)
        for (std::size_t f = 0; f < folds; ++f) groups.change(f, [](PairMoments& moments) { moments.takeAboutZero(); });
    PairMoments all = groups.sum(folds);
    if (all.count == 0) throw Error("no token is left to fit a map on; give a longer text");
    Regression result;
    Choice choice{std::max(options.ridge, 0.0)};
    if (options.ridge == RegressionOptions::chosen && folds > 1) choice = chooseRidge(groups, folds, all, 0, job);
    result.ridge = choice.ridge;
    const double total = all.centredResidualEnergy();
    const MatrixXd gram = all.centredGram(), cross = all.centredCross();
    all.gram.diagonal() += result.ridge * gram.diagonal();
    const LinearSolution solution(all, job);
    MatrixXd map = solution.map(job);
    result.map.width = all.width();
    result.map.inputs = all.inputWidth() == all.width() ? 0 : all.inputWidth();
    result.rank = solution.rank();
    if (options.rank > 0 && options.rank < std::min(all.width(), all.inputWidth())) {
        map = cutRank(map, gram, options.rank, result.map);
        result.rank = std::min(result.rank, options.rank);
        choice.error = std::numeric_limits<double>::quiet_NaN();
    } else {
        take(map, result.map.matrix);
    }
    const MatrixXd mapped = gram.selfadjointView<Eigen::Lower>() * map;
    const double error = total - 2 * map.cwiseProduct(cross).sum() + map.cwiseProduct(mapped).sum();
    if (total > 0) {
        result.inSample = 1 - error / total;
        result.heldOut = 1 - choice.error / total;
    }
    result.map.intercept.assign(static_cast<std::size_t>(all.width()), 0.0F);
    if (options.intercept) {
        // The intercept belongs to the rounded matrix, so that what rounding took is given back at the mean.
        const VectorXd rounded = map.cast<float>().cast<double>().transpose() * all.meanX();
        Eigen::Map<Eigen::VectorXf>(result.map.intercept.data(), all.width()) = (all.meanD() - rounded).cast<float>();
    }
    return result;
}

}  // namespace strato
