#include "core/geometry/moments.h"

#include <algorithm>
#include <cassert>

namespace strato {

PairMoments::PairMoments(const RowFrame& frame)
    : shiftX(frame.shiftX),
      shiftD(frame.shiftD),
      shiftY(frame.shiftY),
      sumX(Eigen::VectorXd::Zero(inputWidth())),
      sumD(Eigen::VectorXd::Zero(width())),
      sumY(sumD),
      gram(Eigen::MatrixXd::Zero(inputWidth(), inputWidth())),
      cross(Eigen::MatrixXd::Zero(inputWidth(), width())),
      squaresD(sumD),
      squaresY(sumD),
      directions(frame.directionsD),
      alongD(Eigen::MatrixXd::Zero(directions.cols(), directions.cols())) {}

void PairMoments::add(const PairMoments& other, int sign) {
    assert(shiftX == other.shiftX && shiftD == other.shiftD);
    sumX += sign * other.sumX;
    sumD += sign * other.sumD;
    sumY += sign * other.sumY;
#pragma omp parallel for schedule(static) if (width() >= worthThreads)
    for (Eigen::Index c = 0; c < gram.cols(); ++c) gram.col(c) += sign * other.gram.col(c);
#pragma omp parallel for schedule(static) if (width() >= worthThreads)
    for (Eigen::Index c = 0; c < cross.cols(); ++c) cross.col(c) += sign * other.cross.col(c);
    squaresD += sign * other.squaresD;
    squaresY += sign * other.squaresY;
    alongD += sign * other.alongD;
    count += sign * other.count;
}

void PairMoments::takeAboutZero() {
    const auto n = static_cast<double>(count);
    gram.selfadjointView<Eigen::Lower>().rankUpdate(sumX, shiftX);
    gram.selfadjointView<Eigen::Lower>().rankUpdate(shiftX, n);
    cross.noalias() += sumX * shiftD.transpose();
    cross.noalias() += shiftX * (sumD + n * shiftD).transpose();
    squaresD += 2 * sumD.cwiseProduct(shiftD) + n * shiftD.cwiseAbs2();
    sumX.setZero();
    sumD.setZero();
}

Eigen::VectorXd PairMoments::meanX() const { return shiftX + sumX / static_cast<double>(std::max<std::int64_t>(count, 1)); }
Eigen::VectorXd PairMoments::meanD() const { return shiftD + sumD / static_cast<double>(std::max<std::int64_t>(count, 1)); }

Eigen::VectorXd PairMoments::meanY() const { return shiftY + sumY / static_cast<double>(std::max<std::int64_t>(count, 1)); }

Eigen::MatrixXd PairMoments::centredGram() const {
    Eigen::MatrixXd centred = gram;
    if (count > 0) centred.selfadjointView<Eigen::Lower>().rankUpdate(sumX, -1.0 / static_cast<double>(count));
    return centred;
}

Eigen::MatrixXd PairMoments::centredCross() const {
    Eigen::MatrixXd centred = cross;
    if (count > 0) centred.noalias() -= (sumX / static_cast<double>(count)) * sumD.transpose();
    return centred;
}

Eigen::VectorXd PairMoments::centredSquaresD() const {
    return (squaresD - sumD.cwiseAbs2() / static_cast<double>(std::max<std::int64_t>(count, 1))).cwiseMax(0);
}

Eigen::VectorXd PairMoments::centredSquaresY() const {
    return (squaresY - sumY.cwiseAbs2() / static_cast<double>(std::max<std::int64_t>(count, 1))).cwiseMax(0);
}

}  // namespace strato
