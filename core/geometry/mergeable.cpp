#include "core/geometry/mergeable.h"

#include <algorithm>

#include "core/geometry/linearity.h"

namespace strato {

namespace {

// Sums about the shift become sums about zero, whose mean then counts as zero.
void aboutZero(PairMoments& moments) {
    const auto n = static_cast<double>(moments.count);
    moments.gram.selfadjointView<Eigen::Lower>().rankUpdate(moments.sumX, moments.shiftX);
    moments.gram.selfadjointView<Eigen::Lower>().rankUpdate(moments.shiftX, n);
    moments.cross.noalias() += moments.sumX * moments.shiftD.transpose();
    moments.cross.noalias() += moments.shiftX * (moments.sumD + n * moments.shiftD).transpose();
    moments.squaresD += 2 * moments.sumD.cwiseProduct(moments.shiftD) + n * moments.shiftD.cwiseAbs2();
    moments.sumX.setZero();
    moments.sumD.setZero();
}

}  // namespace

double mergeableR2(PairMoments moments, double outputEnergy, bool intercept, const JobContext& job) {
    if (!intercept) aboutZero(moments);
    const double total = moments.centredResidualEnergy();
    const double unexplained = std::clamp(total - LinearSolution(moments, job).explained.sum(), 0.0, total);
    return explainedShare(unexplained, outputEnergy);
}

}  // namespace strato
