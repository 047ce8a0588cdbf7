// The least-squares problem of a pair of states, solved from its moments: d ~ (x - meanX) B + meanD.
//
//     LinearSolution solution(moments, job);
//     solution.explained.sum();      // of ||D_c||_F^2
//     solution.map();                // B
#pragma once

#include "core/base/job_context.h"
#include "core/geometry/moments.h"
#include "core/geometry/pivoted_cholesky.h"

namespace strato {

// Cholesky of the column-equilibrated Gram matrix, G = X_c^T X_c = R^T R; where that is not safely definite, a pivoted Cholesky
// (LAPACK dpstrf) that stops at the numerical rank. No ridge.
struct LinearSolution {
    // Throws Error where a sum is not finite, Cancelled. Costs 4/3 width^3 multiply-adds.
    LinearSolution(const PairMoments& moments, const JobContext& job);

    // B, [width, width]; width^3 more.
    Eigen::MatrixXd map(const JobContext& job) const;

    int rank() const { return factor.rank; }

    Eigen::VectorXd scale;             // [width], what the columns of x were multiplied by; 0 for those without variance
    PivotedCholesky factor;            // of the scaled Gram matrix
    Eigen::MatrixXd whitened;          // R^-T X_c^T D_c, [rank, width]: the cross products with the whitened input
    Eigen::VectorXd explained;         // of each dimension of d, [width]: ||P d_j||^2
};

// 1/sqrt of the diagonal of a Gram matrix; 0 where nothing varies.
Eigen::VectorXd equilibration(const Eigen::VectorXd& diagonal);

// One of the two triangles of a matrix, and whether it stands as it is or transposed.
enum class Triangle { lower, lowerTransposed, upper, upperTransposed };

// rhs := T^-1 rhs with T a triangle of the leading [n, n] of `factor`, in slices of columns so that a stop is heard. rhs: [n, columns].
void solveTriangular(Triangle triangle, const Eigen::MatrixXd& factor, int n, Eigen::MatrixXd& rhs, const JobContext& job);
void solveTriangular(Triangle triangle, const Eigen::MatrixXf& factor, int n, Eigen::MatrixXf& rhs, const JobContext& job);

}  // namespace strato
