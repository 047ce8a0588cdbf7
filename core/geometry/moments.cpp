#include "core/geometry/moments.h"

#include <algorithm>

namespace strato {

namespace {

using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Rows converted to float64 at a time: few enough that they stay in the processor's cache for both products.
constexpr std::int64_t rowsAtOnce = 512;

}  // namespace

PairMoments::PairMoments(int width)
    : width_(width),
      shiftX_(Eigen::VectorXd::Zero(width)),
      shiftD_(Eigen::VectorXd::Zero(width)),
      sumX_(Eigen::VectorXd::Zero(width)),
      sumD_(Eigen::VectorXd::Zero(width)),
      gram_(Eigen::MatrixXd::Zero(width, width)),
      cross_(Eigen::MatrixXd::Zero(width, width)) {}

void PairMoments::fold(const float* x, const float* y, std::int64_t rows) {
    for (std::int64_t begin = 0; begin < rows; begin += rowsAtOnce) {
        const std::int64_t count = std::min(rowsAtOnce, rows - begin);
        const Eigen::Map<const RowMajorFloat> inputs(x + begin * width_, count, width_), outputs(y + begin * width_, count, width_);
        // Columns are tokens, so that a token lies in one piece as it does in the states.
        rowsX_ = inputs.transpose().cast<double>();
        rowsD_ = outputs.transpose().cast<double>() - rowsX_;
        if (count_ == 0) {
            shiftX_ = rowsX_.rowwise().mean();
            shiftD_ = rowsD_.rowwise().mean();
        }
        rowsX_.colwise() -= shiftX_;
        rowsD_.colwise() -= shiftD_;
        sumX_ += rowsX_.rowwise().sum();
        sumD_ += rowsD_.rowwise().sum();
        gram_.selfadjointView<Eigen::Lower>().rankUpdate(rowsX_);
        cross_.noalias() += rowsX_ * rowsD_.transpose();
        energyD_ += rowsD_.squaredNorm();
        energyY_ += (rowsX_ + rowsD_).squaredNorm();
        count_ += count;
    }
}

// Sums about this shift become sums about another by adding products of the difference of shifts.
void PairMoments::merge(const PairMoments& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
        *this = other;
        return;
    }
    const Eigen::VectorXd moveX = other.shiftX_ - shiftX_, moveD = other.shiftD_ - shiftD_, moveY = moveX + moveD;
    const auto n = static_cast<double>(other.count_);
    gram_ += other.gram_;
    gram_.selfadjointView<Eigen::Lower>().rankUpdate(other.sumX_, moveX);
    gram_.selfadjointView<Eigen::Lower>().rankUpdate(moveX, n);
    cross_ += other.cross_;
    cross_.noalias() += other.sumX_ * moveD.transpose();
    cross_.noalias() += moveX * (other.sumD_ + n * moveD).transpose();
    energyD_ += other.energyD_ + 2 * moveD.dot(other.sumD_) + n * moveD.squaredNorm();
    energyY_ += other.energyY_ + 2 * moveY.dot(other.sumX_ + other.sumD_) + n * moveY.squaredNorm();
    sumX_ += other.sumX_ + n * moveX;
    sumD_ += other.sumD_ + n * moveD;
    count_ += other.count_;
}

Eigen::VectorXd PairMoments::meanX() const {
    return shiftX_ + sumX_ / static_cast<double>(std::max<std::int64_t>(count_, 1));
}

Eigen::VectorXd PairMoments::meanD() const {
    return shiftD_ + sumD_ / static_cast<double>(std::max<std::int64_t>(count_, 1));
}

Eigen::MatrixXd PairMoments::centredGram() const {
    Eigen::MatrixXd gram = gram_;
    if (count_ > 0) gram.selfadjointView<Eigen::Lower>().rankUpdate(sumX_, -1.0 / static_cast<double>(count_));
    return gram;
}

Eigen::MatrixXd PairMoments::centredCross() const {
    Eigen::MatrixXd cross = cross_;
    if (count_ > 0) cross.noalias() -= (sumX_ / static_cast<double>(count_)) * sumD_.transpose();
    return cross;
}

double PairMoments::centredResidualEnergy() const {
    return count_ == 0 ? 0 : std::max(0.0, energyD_ - sumD_.squaredNorm() / static_cast<double>(count_));
}

double PairMoments::centredOutputEnergy() const {
    return count_ == 0 ? 0 : std::max(0.0, energyY_ - (sumX_ + sumD_).squaredNorm() / static_cast<double>(count_));
}

}  // namespace strato
