#include "core/geometry/robustness.h"

#include <algorithm>

#include <Eigen/Eigenvalues>

#include "core/geometry/linearity.h"

namespace strato {

namespace {

double centredCount(const PairMoments& moments) { return static_cast<double>(std::max<std::int64_t>(moments.count, 1)); }

// Sums of products of the output y in the basis V, about the shift: V^T (G + C + C^T) V + sum b b^T, [k, k].
Eigen::MatrixXd outputAlong(const PairMoments& moments, const Eigen::MatrixXd& v) {
    // Eigen's product with a symmetric matrix looks at the first element even where there is none.
    if (v.cols() == 0) return Eigen::MatrixXd(0, 0);
    const Eigen::MatrixXd gram = v.transpose() * (moments.gram.selfadjointView<Eigen::Lower>() * v).eval(), cross = v.transpose() * (moments.cross * v).eval();
    return gram + cross + cross.transpose() + moments.alongD;
}

Eigen::MatrixXd centred(const Eigen::MatrixXd& products, const Eigen::VectorXd& sum, double count) { return products - sum * sum.transpose() / count; }

double firstTokenShare(const PairMoments& all, const PairMoments& first, const Eigen::MatrixXd& alongFirst, const Eigen::VectorXd& axis, double variance) {
    const Eigen::VectorXd direction = all.directions * axis;
    const double mean = direction.dot(all.sumY) / centredCount(all), sum = direction.dot(first.sumY);
    const double squares = axis.dot(alongFirst * axis) - 2 * mean * sum + centredCount(first) * mean * mean;
    return std::clamp(squares / variance, 0.0, 1.0);
}

// Principal directions of the output within those that stand out.
std::vector<OutlierDirection> outliersOf(const PairMoments& all, const PairMoments* first, const Eigen::MatrixXd& along) {
    const double total = all.centredOutputEnergy();
    std::vector<OutlierDirection> outliers;
    if (!(total > 0) || along.size() == 0) return outliers;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(along);
    const Eigen::MatrixXd alongFirst = first ? outputAlong(*first, all.directions) : Eigen::MatrixXd();
    for (Eigen::Index i = axes.eigenvalues().size() - 1; i >= 0; --i) {
        const double variance = axes.eigenvalues()[i];
        if (!(variance / total > standsOut(all.width()) / all.width())) break;
        OutlierDirection outlier;
        const Eigen::VectorXd axis = axes.eigenvectors().col(i);
        Eigen::Index dimension = 0;
        outlier.loading = (all.directions * axis).cwiseAbs2().maxCoeff(&dimension);
        outlier.dimension = static_cast<int>(dimension);
        outlier.share = std::min(variance / total, 1.0);
        if (first && first->count > 0) outlier.firstTokenShare = firstTokenShare(all, *first, alongFirst, axis, variance);
        outliers.push_back(outlier);
    }
    return outliers;
}

double median(std::vector<double> values) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double medianShare(const Eigen::VectorXd& unexplained, const Eigen::VectorXd& total) {
    std::vector<double> shares;
    for (Eigen::Index j = 0; j < total.size(); ++j)
        if (total[j] > 0) shares.push_back(explainedShare(std::max(unexplained[j], 0.0), total[j]));
    return median(std::move(shares));
}

void withoutOutliers(const PairMoments& all, const LinearSolution& solution, const Eigen::MatrixXd& along, Robustness& robust) {
    const Eigen::MatrixXd& v = all.directions;
    const double residualAlong = centred(all.alongD, v.transpose() * all.sumD, centredCount(all)).trace();
    const double explained = solution.explained.sum() - (solution.whitened * v).squaredNorm();
    const double residual = std::max(0.0, all.centredResidualEnergy() - residualAlong), output = std::max(0.0, all.centredOutputEnergy() - along.trace());
    const double unexplained = std::clamp(residual - explained, 0.0, residual);
    robust.linearityWithoutOutliers = explainedShare(unexplained, output);
    robust.noResidualWithoutOutliers = explainedShare(unexplained, residual);
}

}  // namespace

Robustness robustnessOf(const PairMoments& all, const LinearSolution& solution, const PairMoments* firstTokens, const JobContext& job) {
    Robustness robust;
    const Eigen::VectorXd residual = all.centredSquaresD(), unexplained = residual - solution.explained;
    robust.linearityMedian = medianShare(unexplained, all.centredSquaresY());
    robust.noResidualMedian = medianShare(unexplained, residual);
    const Eigen::MatrixXd along = centred(outputAlong(all, all.directions), all.directions.transpose() * all.sumY, centredCount(all));
    withoutOutliers(all, solution, along, robust);
    robust.outliers = outliersOf(all, firstTokens, along);
    if (firstTokens && firstTokens->count < all.count) {
        PairMoments rest = all;
        rest.remove(*firstTokens);
        const LinearityScores scores = linearityScores(rest, LinearSolution(rest, job));
        robust.linearityWithoutFirst = scores.linearity;
        robust.noResidualWithoutFirst = scores.linearityNoResidual;
    }
    return robust;
}

}  // namespace strato
