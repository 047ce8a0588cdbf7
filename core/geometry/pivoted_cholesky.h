// A Cholesky factorisation that finds the numerical rank: the fallback where a Gram matrix is not safely definite.
//
//     PivotedCholesky factor = factorise(std::move(gram), tolerance);
//     factor.rank;
#pragma once

#include <vector>

#include <Eigen/Core>

namespace strato {

// P^T G P = R^T R for the first `rank` pivots, R upper triangular.
struct PivotedCholesky {
    Eigen::MatrixXd upper;          // [width, width]; its leading [rank, rank] upper triangle is R, the rest is workspace
    std::vector<int> pivots;        // column `pivots[i]` of G is the i-th chosen
    int rank = 0;
    bool inOrder = false;           // all columns, none moved
};

// `gram`: [width, width], symmetric, its lower half read; non-negative diagonal. Columns are chosen by the largest remaining
// diagonal until that is at most `tolerance`. First tries without pivots, which is several times faster: all columns in order
// are kept if the smallest squared pivot is above `tolerance`. LAPACK dpotrf and dpstrf (Hammarling, Higham, Lucas, 2007).
PivotedCholesky factorise(Eigen::MatrixXd gram, double tolerance);

// The smallest squared pivot of the matrix, its columns scaled to a diagonal of ones; those without size are left out. 0 if
// it is not positive definite. `gram` as above.
double smallestPivot(Eigen::MatrixXd gram);

}  // namespace strato
