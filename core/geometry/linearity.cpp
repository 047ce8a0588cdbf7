#include "core/geometry/linearity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/geometry/pivoted_cholesky.h"

namespace strato {

namespace {

using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

// The least-squares map d ~ (x - meanX) B + meanD, and how much of ||D_c||^2 it explains.
struct Solution {
    Eigen::MatrixXd map;            // B, [width, width]
    double explained = 0;
    int rank = 0;
};

// A direction is taken as absent where what is left of a column after the others is this share of its variance or less:
// rounding in the float64 sums alone can leave that much (science.md, section 11).
double rankTolerance(int width) { return 4 * std::max(width, 64) * std::numeric_limits<double>::epsilon(); }

// Columns are scaled to unit variance first. The score doesn't change with the scale of x, but the factorisation does:
// residual streams have a few dimensions a thousand times larger than the rest.
Eigen::VectorXd equilibrate(Eigen::MatrixXd& gram, Eigen::MatrixXd& cross) {
    const double largest = gram.diagonal().maxCoeff();
    Eigen::VectorXd scale = gram.diagonal();
    for (double& value : scale) value = value > largest * 1e-30 && value > 0 ? 1 / std::sqrt(value) : 0;
    for (Eigen::Index c = 0; c < gram.cols(); ++c) gram.col(c).array() *= scale.array() * scale[c];
    cross.array().colwise() *= scale.array();
    return scale;
}

Solution solve(const PairMoments& moments) {
    const int width = moments.width();
    Eigen::MatrixXd gram = moments.centredGram(), cross = moments.centredCross();
    if (!gram.diagonal().allFinite() || !cross.allFinite())
        throw Error("a block's states are not finite (they overflow the computing type); try --dtype float32");
    const Eigen::VectorXd scale = equilibrate(gram, cross);
    const PivotedCholesky factor = factorise(std::move(gram), rankTolerance(width));
    Solution solution{.map = Eigen::MatrixXd::Zero(width, width), .explained = 0, .rank = factor.rank};
    Eigen::MatrixXd chosen(factor.rank, width);
    for (int i = 0; i < factor.rank; ++i) chosen.row(i) = cross.row(factor.pivots[static_cast<std::size_t>(i)]);
    cross.resize(0, 0);
    const auto upper = factor.upper.topLeftCorner(factor.rank, factor.rank).triangularView<Eigen::Upper>();
    upper.transpose().solveInPlace(chosen);
    solution.explained = chosen.squaredNorm();
    upper.solveInPlace(chosen);
    for (int i = 0; i < factor.rank; ++i) {
        const int column = factor.pivots[static_cast<std::size_t>(i)];
        solution.map.row(column) = chosen.row(i) * scale[column];
    }
    return solution;
}

// 1 - unexplained / total, where a total of nothing leaves nothing to explain.
double score(double unexplained, double total) { return total > 0 ? std::clamp(1 - unexplained / total, 0.0, 1.0) : 1; }

double adjusted(double score, std::int64_t tokens, int rank) {
    const double freedom = static_cast<double>(tokens) - rank - 1;
    return freedom > 0 ? 1 - (1 - score) * (static_cast<double>(tokens) - 1) / freedom : notANumber;
}

AffineMap affineMap(const PairMoments& moments, const Eigen::MatrixXd& map) {
    AffineMap result;
    result.width = moments.width();
    result.matrix.resize(static_cast<std::size_t>(map.size()));
    Eigen::Map<RowMajorFloat>(result.matrix.data(), result.width, result.width) = map.cast<float>();
    result.intercept.resize(static_cast<std::size_t>(result.width));
    // The intercept belongs to the rounded matrix, so that what rounding took is given back at the mean.
    const Eigen::VectorXd rounded = Eigen::Map<const RowMajorFloat>(result.matrix.data(), result.width, result.width).cast<double>().transpose() * moments.meanX();
    Eigen::Map<Eigen::VectorXf>(result.intercept.data(), result.width) = (moments.meanD() - rounded).cast<float>();
    return result;
}

// ||D - (meanD + (X - meanX) B)||^2 over a fold's rows, from its moments: about the fold's own means, plus the offset of the
// means of training and fold.
double foldError(const PairMoments& fold, const PairMoments& training, const Eigen::MatrixXd& map) {
    const Eigen::MatrixXd gram = fold.centredGram();
    const Eigen::MatrixXd mapped = gram.selfadjointView<Eigen::Lower>() * map;
    const double within = fold.centredResidualEnergy() - 2 * (map.array() * fold.centredCross().array()).sum() + (map.array() * mapped.array()).sum();
    const Eigen::VectorXd offset = (fold.meanD() - training.meanD()) - map.transpose() * (fold.meanX() - training.meanX());
    return within + static_cast<double>(fold.count()) * offset.squaredNorm();
}

// Mean weighted by tokens, and the standard error of the mean over folds.
std::pair<double, double> meanAndError(const std::vector<double>& values, const std::vector<double>& weights) {
    double total = 0, mean = 0, spread = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        total += weights[i];
        mean += weights[i] * values[i];
    }
    mean /= total;
    for (const double value : values) spread += (value - mean) * (value - mean);
    const auto count = static_cast<double>(values.size());
    return {mean, std::sqrt(spread / (count - 1) / count)};
}

}  // namespace

LinearFit fitLinearMap(const PairMoments& moments) {
    if (moments.count() == 0) throw Error("no token is left to measure; give a longer text");
    const Solution solution = solve(moments);
    const double residual = moments.centredResidualEnergy(), output = moments.centredOutputEnergy();
    const double unexplained = std::clamp(residual - solution.explained, 0.0, residual);
    LinearFit fit;
    fit.scores.linearity = score(unexplained, output);
    fit.scores.linearityNoResidual = score(unexplained, residual);
    fit.scores.rank = solution.rank;
    fit.scores.tokens = moments.count();
    fit.scores.linearityAdjusted = adjusted(fit.scores.linearity, moments.count(), solution.rank);
    fit.scores.linearityNoResidualAdjusted = adjusted(fit.scores.linearityNoResidual, moments.count(), solution.rank);
    fit.scores.unexplained = unexplained;
    fit.map = affineMap(moments, solution.map);
    return fit;
}

HeldOutScores heldOutLinearity(std::span<const PairMoments> folds) {
    std::vector<double> with, without, weights;
    for (std::size_t held = 0; held < folds.size(); ++held) {
        const PairMoments& fold = folds[held];
        PairMoments training(fold.width());
        for (std::size_t f = 0; f < folds.size(); ++f)
            if (f != held) training.merge(folds[f]);
        if (fold.count() < 2 || training.count() == 0) continue;
        const double error = foldError(fold, training, solve(training).map);
        const double output = fold.centredOutputEnergy(), residual = fold.centredResidualEnergy();
        if (!(output > 0 && residual > 0)) continue;
        with.push_back(1 - error / output);
        without.push_back(1 - error / residual);
        weights.push_back(static_cast<double>(fold.count()));
    }
    if (with.size() < 2) return {notANumber, notANumber, notANumber, notANumber};
    HeldOutScores scores;
    std::tie(scores.linearity, scores.linearityError) = meanAndError(with, weights);
    std::tie(scores.linearityNoResidual, scores.linearityNoResidualError) = meanAndError(without, weights);
    return scores;
}

void tokenNonlinearity(const AffineMap& map, const Eigen::VectorXd& meanY, const float* x, const float* y, std::int64_t rows,
                       float* errors) {
    constexpr std::int64_t rowsAtOnce = 512;
    const int width = map.width;
    const Eigen::Map<const RowMajorFloat> matrix(map.matrix.data(), width, width);
    const Eigen::Map<const Eigen::RowVectorXf> intercept(map.intercept.data(), width);
    const Eigen::RowVectorXf mean = meanY.transpose().cast<float>();
    RowMajorFloat error;
    for (std::int64_t begin = 0; begin < rows; begin += rowsAtOnce) {
        const std::int64_t count = std::min(rowsAtOnce, rows - begin);
        const Eigen::Map<const RowMajorFloat> inputs(x + begin * width, count, width), outputs(y + begin * width, count, width);
        error = (inputs - outputs).rowwise() + intercept;
        error.noalias() += inputs * matrix;
        for (std::int64_t i = 0; i < count; ++i) {
            const float distance = (outputs.row(i) - mean).norm(), missed = error.row(i).norm();
            errors[begin + i] = distance > 0 ? missed / distance : missed > 0 ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
        }
    }
}

}  // namespace strato
