#include "core/geometry/row_frame.h"

#include <algorithm>
#include <random>
#include <vector>

#include <Eigen/QR>

namespace strato {

namespace {

constexpr std::int64_t sampledRows = 512, sampledBeginnings = 64;
constexpr int mostDirections = 16;

// Rows spread evenly, and the first of some ranges: the tokens that begin a window are often like no others.
std::vector<std::int64_t> sampledIndices(std::span<const RowRange> ranges) {
    std::int64_t total = 0, passed = 0, taken = 0;
    for (const RowRange& range : ranges) total += range.count;
    const std::int64_t wanted = std::min(total, sampledRows);
    std::vector<std::int64_t> rows;
    for (const RowRange& range : ranges) {
        for (; taken < wanted && taken * total / wanted < passed + range.count; ++taken) rows.push_back(range.first + taken * total / wanted - passed);
        passed += range.count;
    }
    const auto count = static_cast<std::int64_t>(ranges.size()), beginnings = std::min(count, sampledBeginnings);
    for (std::int64_t i = 0; i < beginnings; ++i) {
        const RowRange& range = ranges[static_cast<std::size_t>(i * count / beginnings)];
        if (range.count > 0) rows.push_back(range.first);
    }
    return rows;
}

// Columns are rows of the source.
struct Sample {
    Eigen::MatrixXf x, d;
};

Sample sampleOf(const PairSource& source, const std::vector<std::int64_t>& rows) {
    const int width = source.width;
    const auto columns = static_cast<Eigen::Index>(rows.size());
    const auto row = [&](const float* buffer, Eigen::Index i) {
        return Eigen::Map<const Eigen::VectorXf>(buffer + rows[static_cast<std::size_t>(i)] * width, width);
    };
    Sample sample{Eigen::MatrixXf(source.inputWidth(), columns), Eigen::MatrixXf(width, columns)};
    for (Eigen::Index i = 0; i < columns; ++i) {
        for (std::size_t part = 0; part < source.inputs.size(); ++part)
            sample.x.col(i).segment(static_cast<Eigen::Index>(part) * width, width) = row(source.inputs[part], i);
        sample.d.col(i) = row(source.to, i) - row(source.from, i);
    }
    return sample;
}

Eigen::VectorXd centre(Eigen::MatrixXf& rows) {
    const Eigen::VectorXd mean = rows.cast<double>().rowwise().mean();
    rows.colwise() -= mean.cast<float>();
    return mean.cast<float>().cast<double>();    // a shift that float32 holds is taken off float32 rows with one rounding
}

// Directions of the centred rows that stand out, [width, k].
Eigen::MatrixXd standingOut(const Eigen::MatrixXf& rows) {
    const int width = static_cast<int>(rows.rows()), most = std::min({mostDirections, width / 8, static_cast<int>(rows.cols()) / 4});
    const double total = rows.cast<double>().squaredNorm();
    if (most == 0 || !(total > 0) || !std::isfinite(total)) return Eigen::MatrixXd(width, 0);
    std::mt19937 engine(1);
    std::normal_distribution<float> normal;
    Eigen::MatrixXd basis = Eigen::MatrixXd::NullaryExpr(width, most, [&] { return normal(engine); });
    Eigen::VectorXd variances;
    for (int step = 0; step < 4; ++step) {
        const Eigen::MatrixXf narrow = orthonormal(basis).cast<float>();
        const Eigen::MatrixXf coordinates = rows.transpose() * narrow;
        variances = coordinates.colwise().squaredNorm().cast<double>();
        basis = (rows * coordinates).cast<double>();
        if (step == 1 && variances.maxCoeff() < standsOut(width) / 8 * total / width) return Eigen::MatrixXd(width, 0);
    }
    const Eigen::MatrixXd all = orthonormal(basis);
    double left = total - variances.sum();
    int chosen = most;
    // What doesn't stand out of those behind it stays with them.
    for (; chosen > 0; --chosen) {
        const double average = std::max(left, 0.0) / std::max(width - chosen, 1);
        if (variances[chosen - 1] > standsOut(width) * average) break;
        left += variances[chosen - 1];
    }
    return all.leftCols(chosen);
}

}  // namespace

Eigen::MatrixXd orthonormal(const Eigen::MatrixXd& columns) {
    const Eigen::HouseholderQR<Eigen::MatrixXd> factors(columns);
    return factors.householderQ() * Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

double standsOut(int width) { return std::clamp(width / 4.0, 4.0, 64.0); }

RowFrame frameOf(const PairSource& source, std::span<const RowRange> ranges) {
    Sample sample = sampleOf(source, sampledIndices(ranges));
    const int inputWidth = source.inputWidth(), width = source.width;
    RowFrame frame{Eigen::VectorXd::Zero(inputWidth), Eigen::VectorXd::Zero(width), Eigen::VectorXd::Zero(width), Eigen::MatrixXd(inputWidth, 0), Eigen::MatrixXd(width, 0)};
    if (sample.x.cols() == 0 || !sample.x.allFinite() || !sample.d.allFinite()) return frame;
    frame.shiftX = centre(sample.x);
    frame.shiftD = centre(sample.d);
    frame.directionsX = standingOut(sample.x);
    frame.directionsD = standingOut(sample.d);
    const bool ofStates = source.inputs.size() == 1 && source.inputs[0] == source.from;
    if (!ofStates) return frame;
    frame.shiftY = frame.shiftX + frame.shiftD;
    Eigen::MatrixXd both(width, frame.directionsX.cols() + frame.directionsD.cols());
    both << frame.directionsX, frame.directionsD;
    if (both.cols() > 0) frame.directionsX = frame.directionsD = orthonormal(both);
    return frame;
}

}  // namespace strato
