#include "core/geometry/mergeable.h"

#include <algorithm>

#include "core/geometry/linearity.h"

namespace strato {

double mergeableR2(PairMoments moments, double outputEnergy, bool intercept, const JobContext& job) {
    if (!intercept) moments.takeAboutZero();
    const double total = moments.centredResidualEnergy();
    const double unexplained = std::clamp(total - LinearSolution(moments, job).explained.sum(), 0.0, total);
    return explainedShare(unexplained, outputEnergy);
}

}  // namespace strato
