#include "core/geometry/linearity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/geometry/not_a_number.h"

namespace strato {

namespace {

using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double adjusted(double score, std::int64_t tokens, int rank) {
    const double freedom = static_cast<double>(tokens) - rank - 1;
    return freedom > 0 ? 1 - (1 - score) * (static_cast<double>(tokens) - 1) / freedom : notANumber;
}

}  // namespace

double explainedShare(double unexplained, double total) { return total > 0 ? std::clamp(1 - unexplained / total, 0.0, 1.0) : 1; }

LinearityScores linearityScores(const PairMoments& moments, const LinearSolution& solution) {
    if (moments.count == 0) throw Error("no token is left to measure; give a longer text");
    const double residual = moments.centredResidualEnergy(), output = moments.centredOutputEnergy();
    const double unexplained = std::clamp(residual - solution.explained.sum(), 0.0, residual);
    LinearityScores scores;
    scores.linearity = explainedShare(unexplained, output);
    scores.linearityNoResidual = explainedShare(unexplained, residual);
    scores.rank = solution.rank();
    scores.tokens = moments.count;
    scores.linearityAdjusted = adjusted(scores.linearity, moments.count, solution.rank());
    scores.linearityNoResidualAdjusted = adjusted(scores.linearityNoResidual, moments.count, solution.rank());
    scores.unexplained = unexplained;
    return scores;
}

AffineMap affineMap(const PairMoments& moments, const LinearSolution& solution, const JobContext& job) {
    const Eigen::MatrixXd map = solution.map(job);
    AffineMap result;
    result.width = moments.width();
    result.matrix.resize(static_cast<std::size_t>(map.size()));
    Eigen::Map<RowMajorFloat>(result.matrix.data(), result.width, result.width) = map.cast<float>();
    result.intercept.resize(static_cast<std::size_t>(result.width));
    // The intercept belongs to the rounded matrix, so that what rounding took is given back at the mean.
    const Eigen::VectorXd rounded = map.cast<float>().cast<double>().transpose() * moments.meanX();
    Eigen::Map<Eigen::VectorXf>(result.intercept.data(), result.width) = (moments.meanD() - rounded).cast<float>();
    return result;
}

LinearFit fitLinearMap(const PairMoments& moments, const JobContext& job) {
    if (moments.count == 0) throw Error("no token is left to measure; give a longer text");
    const LinearSolution solution(moments, job);
    return {linearityScores(moments, solution), affineMap(moments, solution, job)};
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
