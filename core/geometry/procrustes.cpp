#include "core/geometry/procrustes.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/geometry/not_a_number.h"
#include "core/geometry/singular_values.h"

namespace strato {

namespace {

// sum_j c_jj^2 / g_jj. A dimension that doesn't vary explains nothing.
double explainedByScales(const Eigen::VectorXd& variances, const Eigen::VectorXd& covariances) {
    const double negligible = variances.maxCoeff() * 1e-30;
    double explained = 0;
    for (Eigen::Index j = 0; j < variances.size(); ++j)
        if (variances[j] > negligible) explained += covariances[j] * (covariances[j] / variances[j]);
    return explained;
}

}  // namespace

ProcrustesScores procrustes(const Eigen::MatrixXd& gram, const Eigen::MatrixXd& cross, double outputEnergy) {
    const double inputEnergy = gram.trace();
    if (!std::isfinite(inputEnergy) || !std::isfinite(outputEnergy))
        throw Error("a block's states are not finite (they overflow the computing type); try --dtype float32");
    if (!(inputEnergy > 0 && outputEnergy > 0)) return {notANumber, notANumber, notANumber, notANumber};
    const Eigen::MatrixXd products = Eigen::MatrixXd(gram.selfadjointView<Eigen::Lower>()) + cross;  // X_c^T Y_c
    const double norms = std::sqrt(inputEnergy) * std::sqrt(outputEnergy);
    const double nuclear = std::clamp(singularValues(products).sum() / norms, 0.0, 1.0);
    return {.identity = 2 * std::clamp(products.trace() / norms, -1.0, 1.0) - 1,
            .diagonal = std::clamp(explainedByScales(gram.diagonal(), products.diagonal()) / outputEnergy, 0.0, 1.0),
            .orthogonal = 2 * nuclear - 1,
            .scaledOrthogonal = nuclear * nuclear};
}

}  // namespace strato
