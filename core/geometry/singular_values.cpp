#include "core/geometry/singular_values.h"

#include <algorithm>

#include "core/base/error.h"

extern "C" {
void dgeqrf_(const int* m, const int* n, double* a, const int* lda, double* tau, double* work, const int* workSize, int* info);
void dlarft_(const char* order, const char* stored, const int* n, const int* k, const double* v, const int* ldv, const double* tau, double* t,
             const int* ldt, std::size_t, std::size_t);
void dgbbrd_(const char* vectors, const int* m, const int* n, const int* columnsOfC, const int* below, const int* above, double* ab,
             const int* ldab, double* diagonal, double* offDiagonal, double* q, const int* ldq, double* pt, const int* ldpt, double* c,
             const int* ldc, double* work, int* info, std::size_t);
void dlasq1_(const int* n, double* diagonal, double* offDiagonal, double* work, int* info);
}

namespace strato {

namespace {

constexpr int bidiagonalBand = 32;

// A panel's QR factors: Q = I - V T V^T, applied as products with V and V T. (LAPACK's dormqr does the same eight times
// slower here: it multiplies by the small triangles with dtrmm.)
struct Reflections {
    Eigen::MatrixXd vectors, scaled;   // V, and V T: [rows, columns]
    Eigen::MatrixXd upper;             // R: [min(rows, columns), columns]
};

Reflections reflectionsOf(Eigen::MatrixXd panel) {
    const int rows = static_cast<int>(panel.rows()), columns = static_cast<int>(panel.cols()), count = std::min(rows, columns);
    Eigen::VectorXd tau(count), work(columns * 64);
    const int workSize = static_cast<int>(work.size());
    int info = 0;
    dgeqrf_(&rows, &columns, panel.data(), &rows, tau.data(), work.data(), &workSize, &info);
    Reflections result{panel.leftCols(count), {}, panel.topRows(count).triangularView<Eigen::Upper>()};
    result.vectors.triangularView<Eigen::StrictlyUpper>().setZero();
    result.vectors.diagonal().setOnes();
    Eigen::MatrixXd small = Eigen::MatrixXd::Zero(count, count);
    dlarft_("F", "C", &rows, &count, result.vectors.data(), &rows, tau.data(), small.data(), &count, 1, 1);
    result.scaled.noalias() = result.vectors * small;
    return result;
}

// Reflections from the left clear a panel of columns below the diagonal, then ones from the right clear its rows beyond the
// band; both reach the rest of the matrix as matrix products (Grosser & Lang 1999).
void reduceToBand(Eigen::Ref<Eigen::MatrixXd> matrix) {
    const Eigen::Index width = matrix.rows();
    Eigen::MatrixXd products;
    for (Eigen::Index at = 0; at < width; at += bidiagonalBand) {
        const Eigen::Index rows = width - at, panel = std::min<Eigen::Index>(bidiagonalBand, rows), rest = rows - panel;
        const Reflections left = reflectionsOf(matrix.block(at, at, rows, panel));
        matrix.block(at, at, panel, panel) = left.upper;
        if (rest == 0) break;
        auto beside = matrix.block(at, at + panel, rows, rest);
        products.noalias() = left.scaled.transpose() * beside;
        beside.noalias() -= left.vectors * products;
        const Reflections right = reflectionsOf(beside.topRows(panel).transpose());
        beside.topRows(panel).setZero();
        beside.topLeftCorner(panel, right.upper.rows()) = right.upper.transpose();
        auto below = beside.bottomRows(rest);
        products.noalias() = below * right.scaled;
        below.noalias() -= products * right.vectors.transpose();
    }
}

// LAPACK's band storage of the diagonal and the `above` diagonals over it: entry (i, j) lies at (above + i - j, j).
Eigen::MatrixXd upperBand(const Eigen::Ref<const Eigen::MatrixXd>& matrix, int above) {
    Eigen::MatrixXd band = Eigen::MatrixXd::Zero(above + 1, matrix.cols());
    for (int column = 0; column < matrix.cols(); ++column) {
        const int count = std::min(above, column) + 1;
        band.col(column).tail(count) = matrix.col(column).segment(column + 1 - count, count);
    }
    return band;
}

}  // namespace

Eigen::VectorXd singularValues(const Eigen::MatrixXd& matrix) {
    if (!matrix.allFinite()) throw Error("a block's states are not finite (they overflow the computing type); try --dtype float32");
    const int width = static_cast<int>(matrix.rows()), above = std::min(bidiagonalBand, width - 1), rows = above + 1, none = 0, one = 1;
    const double largest = matrix.cwiseAbs().maxCoeff();
    if (!(largest > 0)) return Eigen::VectorXd::Zero(width);
    // Columns a power of two apart would all fall on the same lines of the processor's cache.
    Eigen::MatrixXd padded(width + 8, width);
    padded.topRows(width) = matrix / largest;
    reduceToBand(padded.topRows(width));
    Eigen::MatrixXd band = upperBand(padded.topRows(width), above);
    Eigen::VectorXd diagonal(width), offDiagonal = Eigen::VectorXd::Zero(width), work(4 * width);
    double unused = 0;
    int info = 0;
    dgbbrd_("N", &width, &width, &none, &none, &above, band.data(), &rows, diagonal.data(), offDiagonal.data(), &unused, &one, &unused, &one,
            &unused, &one, work.data(), &info, 1);
    dlasq1_(&width, diagonal.data(), offDiagonal.data(), work.data(), &info);
    if (info != 0) throw Error("singular values can't be computed (LAPACK dlasq1 does not converge); report this with the run file");
    return diagonal * largest;
}

}  // namespace strato
