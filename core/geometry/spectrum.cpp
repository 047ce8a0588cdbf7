#include "core/geometry/spectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/error.h"
#include "core/geometry/not_a_number.h"

extern "C" {
void dsytrd_sy2sb_(const char* half, const int* n, const int* band, double* a, const int* lda, double* ab, const int* ldab, double* tau,
                   double* work, const int* workSize, int* info, std::size_t);
void dsbtrd_(const char* vectors, const char* half, const int* n, const int* band, double* ab, const int* ldab, double* diagonal,
             double* offDiagonal, double* q, const int* ldq, double* work, int* info, std::size_t, std::size_t);
void dsterf_(const int* n, double* diagonal, double* offDiagonal, int* info);
}

namespace strato {

namespace {

// Dense to band by matrix products, band to tridiagonal by rotations. The usual dsytrd does half of its work in products of
// a matrix and a vector, which wait for memory: 24 s instead of 6 s at width 4096, on one core.
constexpr int tridiagonalBand = 32;

Eigen::MatrixXd lowerBand(const Eigen::MatrixXd& gram, double scale) {
    const int width = static_cast<int>(gram.rows()), band = std::min(tridiagonalBand, width - 1), rows = band + 1;
    // Columns a power of two apart would all fall on the same lines of the processor's cache.
    Eigen::MatrixXd padded(width + 8, width);
    padded.topRows(width) = gram * scale;
    const int stride = static_cast<int>(padded.rows());
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(rows, width);
    Eigen::VectorXd tau(width);
    int info = 0, workSize = -1;
    double needed = 0;
    dsytrd_sy2sb_("L", &width, &band, padded.data(), &stride, result.data(), &rows, tau.data(), &needed, &workSize, &info, 1);
    workSize = static_cast<int>(needed);
    Eigen::VectorXd work(workSize);
    dsytrd_sy2sb_("L", &width, &band, padded.data(), &stride, result.data(), &rows, tau.data(), work.data(), &workSize, &info, 1);
    return result;
}

// Ascending.
Eigen::VectorXd eigenvaluesOfBand(Eigen::MatrixXd band) {
    const int width = static_cast<int>(band.cols()), rows = static_cast<int>(band.rows()), below = rows - 1, one = 1;
    Eigen::VectorXd diagonal(width), offDiagonal(width), work(width);
    double noVectors = 0;
    int info = 0;
    dsbtrd_("N", "L", &width, &below, band.data(), &rows, diagonal.data(), offDiagonal.data(), &noVectors, &one, work.data(), &info, 1, 1);
    dsterf_(&width, diagonal.data(), offDiagonal.data(), &info);
    if (info != 0) throw Error("the variances of a state can't be computed (LAPACK dsterf does not converge); report this with the run file");
    return diagonal;
}

// The largest magnitude in the lower half; throws unless all of it is finite.
double largestEntry(const Eigen::MatrixXd& gram) {
    double largest = 0;
    for (Eigen::Index column = 0; column < gram.cols(); ++column) {
        const auto below = gram.col(column).tail(gram.rows() - column).array();
        if (!below.allFinite())
            throw Error("a block's states are not finite (they overflow the computing type); try --dtype float32");
        largest = std::max(largest, below.abs().maxCoeff());
    }
    return largest;
}

}  // namespace

Spectrum spectrumOf(const Eigen::MatrixXd& gram) {
    const double largest = largestEntry(gram);
    Spectrum spectrum{Eigen::VectorXd::Zero(gram.rows())};
    if (!(largest > 0)) return spectrum;
    // Entries are taken relative to the largest, because the reductions square them.
    if (gram.rows() == 1) spectrum.variances[0] = 1;
    else spectrum.variances = eigenvaluesOfBand(lowerBand(gram, 1 / largest)).reverse();
    const double floor = spectrum.variances[0] * static_cast<double>(gram.rows()) * std::numeric_limits<double>::epsilon();
    for (double& variance : spectrum.variances) variance = variance > floor ? variance * largest : 0;
    return spectrum;
}

double anisotropy(const Spectrum& spectrum) {
    const double total = spectrum.variances.sum();
    return total > 0 ? spectrum.variances[0] / total : notANumber;
}

double effectiveRank(const Spectrum& spectrum) {
    const Eigen::ArrayXd sigma = spectrum.variances.array().sqrt();
    const double total = sigma.sum();
    if (!(total > 0)) return notANumber;
    double entropy = 0;
    for (const double value : sigma)
        if (value > 0) entropy -= value / total * std::log(value / total);
    return std::exp(entropy);
}

double participationRatio(const Spectrum& spectrum) {
    if (!(spectrum.variances.size() > 0 && spectrum.variances[0] > 0)) return notANumber;
    const Eigen::ArrayXd relative = spectrum.variances.array() / spectrum.variances[0];
    return relative.sum() * relative.sum() / relative.square().sum();
}

}  // namespace strato
