// Decompositions by Eigen's own code, which ours, LAPACK's, are held to. In a library: compiling their templates takes a minute.
#pragma once

#include <Eigen/Core>

struct Svd {
    Eigen::MatrixXd u;        // [rows, rows]
    Eigen::VectorXd values;   // [the lesser of both], descending
    Eigen::MatrixXd v;        // [columns, columns]
};

Svd svdOf(const Eigen::MatrixXd& matrix);

// The map b of the least |a b - y|: [columns of a, columns of y]; the smallest where there are many. By SVD, and by pivoted QR.
Eigen::MatrixXd leastSquaresBySvd(const Eigen::MatrixXd& a, const Eigen::MatrixXd& y);
Eigen::MatrixXd leastSquaresByQr(const Eigen::MatrixXd& a, const Eigen::MatrixXd& y);
