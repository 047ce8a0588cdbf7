#include "core/geometry/stream_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <omp.h>

namespace strato {

namespace {

struct Products {
    double xx = 0, yy = 0, xy = 0, dd = 0;
};

Products productsOf(const float* x, const float* y, int width) {
    double xx = 0, yy = 0, xy = 0, dd = 0;
#pragma omp simd reduction(+ : xx, yy, xy, dd)
    for (int i = 0; i < width; ++i) {
        const double a = x[i], b = y[i];
        xx += a * a;
        yy += b * b;
        xy += a * b;
        dd += (b - a) * (b - a);
    }
    return {xx, yy, xy, dd};
}

double cosineOf(const Products& products) {
    if (products.xx > 0 && products.yy > 0) return std::clamp(products.xy / std::sqrt(products.xx * products.yy), -1.0, 1.0);
    return products.xx == products.yy ? 1 : 0;
}

void addUnit(const float* vector, double squaredNorm, std::vector<double>& sum) {
    if (!(squaredNorm > 0)) return;
    const double scale = 1 / std::sqrt(squaredNorm);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += vector[i] * scale;
}

double mean(double sum, std::int64_t count) {
    return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

// The sum over pairs of different unit vectors of their products is ||sum||^2 - n.
double averageCosine(const std::vector<double>& unitSum, std::int64_t count) {
    if (count < 2) return std::numeric_limits<double>::quiet_NaN();
    double squared = 0;
    for (const double value : unitSum) squared += value * value;
    const auto n = static_cast<double>(count);
    return std::clamp((squared - n) / (n * (n - 1)), -1.0, 1.0);
}

}  // namespace

StreamStatistics::StreamStatistics(int width)
    : width_(width), inputUnitSum_(static_cast<std::size_t>(width)), outputUnitSum_(static_cast<std::size_t>(width)) {}

void StreamStatistics::fold(const float* x, const float* y, std::int64_t rows) {
    const int threads = static_cast<int>(std::clamp<std::int64_t>(rows / 64, 1, std::max(omp_get_max_threads(), 1)));
    std::vector<StreamStatistics> parts(static_cast<std::size_t>(threads), StreamStatistics(width_));
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int t = 0; t < threads; ++t) {
        const std::int64_t first = rows * t / threads, last = rows * (t + 1) / threads;
        for (std::int64_t row = first; row < last; ++row) parts[static_cast<std::size_t>(t)].foldRow(x + row * width_, y + row * width_);
    }
    for (const StreamStatistics& part : parts) add(part);
}

void StreamStatistics::foldRow(const float* x, const float* y) {
    const Products products = productsOf(x, y, width_);
    cosineSum_ += cosineOf(products);
    if (products.xx > 0) {
        ratioSum_ += std::sqrt(products.dd / products.xx);
        ++ratioCount_;
    }
    inputNormSum_ += std::sqrt(products.xx);
    outputNormSum_ += std::sqrt(products.yy);
    addUnit(x, products.xx, inputUnitSum_);
    addUnit(y, products.yy, outputUnitSum_);
    ++count_;
}

void StreamStatistics::add(const StreamStatistics& other) {
    cosineSum_ += other.cosineSum_;
    ratioSum_ += other.ratioSum_;
    ratioCount_ += other.ratioCount_;
    inputNormSum_ += other.inputNormSum_;
    outputNormSum_ += other.outputNormSum_;
    count_ += other.count_;
    for (std::size_t i = 0; i < inputUnitSum_.size(); ++i) {
        inputUnitSum_[i] += other.inputUnitSum_[i];
        outputUnitSum_[i] += other.outputUnitSum_[i];
    }
}

double StreamStatistics::blockInfluence() const { return 1 - mean(cosineSum_, count_); }
double StreamStatistics::contributionRatio() const { return mean(ratioSum_, ratioCount_); }
double StreamStatistics::inputNorm() const { return mean(inputNormSum_, count_); }
double StreamStatistics::outputNorm() const { return mean(outputNormSum_, count_); }
double StreamStatistics::inputAverageCosine() const { return averageCosine(inputUnitSum_, count_); }
double StreamStatistics::outputAverageCosine() const { return averageCosine(outputUnitSum_, count_); }

double angularDistance(const float* x, const float* y, int width) {
    return std::acos(cosineOf(productsOf(x, y, width))) / std::numbers::pi;
}

}  // namespace strato
