#include "core/geometry/stream_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace strato {

namespace {

struct Products {
    double xx = 0, yy = 0, xy = 0, dd = 0;
};

Products productsOf(const float* x, const float* y, int width) {
    Products sums;
    for (int i = 0; i < width; ++i) {
        const double a = x[i], b = y[i];
        sums.xx += a * a;
        sums.yy += b * b;
        sums.xy += a * b;
        sums.dd += (b - a) * (b - a);
    }
    return sums;
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
    for (std::int64_t row = 0; row < rows; ++row, x += width_, y += width_) {
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
    }
    count_ += rows;
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
