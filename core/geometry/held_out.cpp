#include "core/geometry/held_out.h"

#include <cmath>
#include <optional>
#include <vector>

extern "C" void dpotrf_(const char* half, const int* n, double* a, const int* lda, int* info, std::size_t);

namespace strato {

namespace {

// Sums over all folds but one, centred about their own means, in the scale of the solution.
struct Training {
    Training(const PairMoments& all, const PairMoments& fold, const Eigen::VectorXd& scale)
        : count(static_cast<double>(all.count - fold.count)), sumX(all.sumX - fold.sumX), sumD(all.sumD - fold.sumD), gram(all.width(), all.width()),
          cross(all.width(), all.width()) {
        const Eigen::Index width = all.width();
        // One pass over each: at this size memory is what costs.
#pragma omp parallel for schedule(static, 8) if (width >= worthThreads)
        for (Eigen::Index c = 0; c < width; ++c) {
            const Eigen::Index below = width - c;
            gram.col(c).tail(below) = (all.gram.col(c).tail(below) - fold.gram.col(c).tail(below) - sumX.tail(below) * (sumX[c] / count)).cwiseProduct(scale.tail(below)) * scale[c];
            cross.col(c) = (all.cross.col(c) - fold.cross.col(c) - sumX * (sumD[c] / count)).cwiseProduct(scale);
        }
        sumX = sumX.cwiseProduct(scale);
    }

    double count;
    Eigen::VectorXd sumX, sumD;
    Eigen::MatrixXd gram, cross;       // the lower half of the first
};

// The smallest squared pivot above which float32 is enough for the solves of a fold: scores are right to 1e-8 then (measured).
constexpr double enoughForFloat32 = 1e-2;

template <typename Matrix>
double squaredNorm(const Matrix& matrix) {
    double sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum) if (matrix.cols() >= worthThreads)
    for (Eigen::Index c = 0; c < matrix.cols(); ++c) sum += matrix.col(c).template cast<double>().squaredNorm();
    return sum;
}

// ||mapped - whitened||^2 - ||whitened||^2, without its cancellation.
template <typename Matrix>
double change(const Matrix& mapped, const Eigen::MatrixXd& whitened) {
    double sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum) if (mapped.cols() >= worthThreads)
    for (Eigen::Index c = 0; c < mapped.cols(); ++c) {
        const auto column = mapped.col(c).template cast<double>();
        sum += column.dot(column - 2 * whitened.col(c));
    }
    return sum;
}

// matrix := upper matrix.
void multiplyUpper(const Eigen::MatrixXd& upper, Eigen::MatrixXd& matrix) {
    const int rows = static_cast<int>(matrix.rows()), columns = static_cast<int>(matrix.cols());
    const double one = 1;
    dtrmm_("L", "U", "N", "N", &rows, &columns, &one, upper.data(), &rows, matrix.data(), &rows);
}

void multiplyUpper(const Eigen::MatrixXf& upper, Eigen::MatrixXf& matrix) {
    const int rows = static_cast<int>(matrix.rows()), columns = static_cast<int>(matrix.cols());
    const float one = 1;
    strmm_("L", "U", "N", "N", &rows, &columns, &one, upper.data(), &rows, matrix.data(), &rows);
}

// ||D_k - X_k B||^2 by the formula of the header; nothing where the training rows don't span all directions. `Scalar` is what the two
// solves and the product compute in.
template <typename Scalar>
std::optional<double> errorByFactors(const PairMoments& fold, const PairMoments& all, const LinearSolution& solution, const JobContext& job) {
    using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    Training training(all, fold, solution.scale);
    const int width = all.width();
    int info = 0;
    dpotrf_("L", &width, training.gram.data(), &width, &info, 1);
    if (info != 0 || training.gram.diagonal().array().square().minCoeff() < 1e-11) return std::nullopt;
    job.throwIfStopped();
    const Matrix factor = training.gram.cast<Scalar>();
    Matrix map = training.cross.cast<Scalar>();
    solveTriangular(Triangle::lower, factor, width, map, job);
    const double trained = squaredNorm(map) + training.sumD.squaredNorm() / training.count;
    solveTriangular(Triangle::lowerTransposed, factor, width, map, job);
    const auto count = static_cast<double>(all.count);
    const Eigen::VectorXd meanX = training.sumX / training.count, sumX = all.sumX.cwiseProduct(solution.scale) / std::sqrt(count);
    const Eigen::VectorXd atMean = (map.transpose() * meanX.cast<Scalar>()).template cast<double>();
    const Eigen::VectorXd first = std::sqrt(count) * (training.sumD / training.count - atMean) + (map.transpose() * sumX.cast<Scalar>()).template cast<double>();
    const Eigen::VectorXd target = all.sumD / std::sqrt(count);
    job.throwIfStopped();
    multiplyUpper(solution.factor.upper.cast<Scalar>(), map);
    return fold.squaresD.sum() + trained + change(map, solution.whitened) + (first - target).squaredNorm() - target.squaredNorm();
}

// The same by solving for the training rows anew, which finds their rank.
double errorByRefit(const PairMoments& fold, const PairMoments& all, const JobContext& job) {
    PairMoments training = all;
    training.remove(fold);
    const Eigen::MatrixXd map = LinearSolution(training, job).map(job), gram = fold.centredGram();
    const Eigen::MatrixXd mapped = gram.selfadjointView<Eigen::Lower>() * map;
    const double within = fold.centredResidualEnergy() - 2 * map.cwiseProduct(fold.centredCross()).sum() + map.cwiseProduct(mapped).sum();
    const Eigen::VectorXd offset = (fold.meanD() - training.meanD()) - map.transpose() * (fold.meanX() - training.meanX());
    return within + static_cast<double>(fold.count) * offset.squaredNorm();
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

HeldOutScores heldOutLinearity(const MomentGroups& groups, std::size_t folds, const PairMoments& all, const LinearSolution& solution, const JobContext& job) {
    std::vector<double> with, without, weights;
    const bool wellConditioned = solution.rank() == all.width() && solution.factor.upper.diagonal().array().square().minCoeff() > enoughForFloat32;
    for (std::size_t f = 0; f < folds; ++f) {
        const PairMoments& fold = groups.at(f);
        const double output = fold.centredOutputEnergy(), residual = fold.centredResidualEnergy();
        if (fold.count < 2 || fold.count == all.count || !(output > 0 && residual > 0)) continue;
        std::optional<double> fast;
        if (solution.factor.inOrder) fast = wellConditioned ? errorByFactors<float>(fold, all, solution, job) : errorByFactors<double>(fold, all, solution, job);
        const double error = fast ? *fast : errorByRefit(fold, all, job);
        with.push_back(1 - error / output);
        without.push_back(1 - error / residual);
        weights.push_back(static_cast<double>(fold.count));
    }
    HeldOutScores scores;
    if (with.size() < 2) return scores;
    std::tie(scores.linearity, scores.linearityError) = meanAndError(with, weights);
    std::tie(scores.linearityNoResidual, scores.linearityNoResidualError) = meanAndError(without, weights);
    return scores;
}

}  // namespace strato
