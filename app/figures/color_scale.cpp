#include "app/figures/color_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace strato {

namespace {

struct Chroma {
    double a, b;
};

// At shares 0, 1/4, 1/2, 3/4 and 1: indigo, blue, teal, green, yellow. b rises throughout.
constexpr std::array<Chroma, 5> anchors{{{0.035, -0.105}, {-0.015, -0.090}, {-0.070, -0.030}, {-0.085, 0.060}, {-0.015, 0.165}}};
constexpr double darkest = 0.26, lightest = 0.93;

double gamma(double linear) {
    const double c = std::clamp(linear, 0.0, 1.0);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

QColor fromOklab(double lightness, double a, double b) {
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return QColor::fromRgbF(static_cast<float>(gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
                            static_cast<float>(gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
                            static_cast<float>(gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)));
}

}  // namespace

QColor perceptualColor(double share) {
    const double t = std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0) * (anchors.size() - 1);
    const auto left = std::min(static_cast<std::size_t>(t), anchors.size() - 2);
    const double way = t - static_cast<double>(left);
    // Smooth between the anchors, so that no kink of hue looks like an edge in the data.
    const double smooth = way * way * (3 - 2 * way);
    const Chroma &from = anchors[left], &to = anchors[left + 1];
    const double lightness = darkest + (lightest - darkest) * t / (anchors.size() - 1);
    return fromOklab(lightness, from.a + (to.a - from.a) * smooth, from.b + (to.b - from.b) * smooth);
}

QCPColorGradient perceptualGradient(const QColor& absent) {
    QCPColorGradient gradient;
    QMap<double, QColor> stops;
    constexpr int count = 64;
    for (int i = 0; i <= count; ++i) stops[static_cast<double>(i) / count] = perceptualColor(static_cast<double>(i) / count);
    gradient.setColorStops(stops);
    gradient.setColorInterpolation(QCPColorGradient::ciRGB);
    gradient.setLevelCount(256);
    gradient.setNanHandling(QCPColorGradient::nhNanColor);
    gradient.setNanColor(absent);
    return gradient;
}

QCPRange finiteRange(const std::vector<double>& values, double upper) {
    std::vector<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
    if (finite.empty()) return {0, 1};
    const double low = *std::min_element(finite.begin(), finite.end());
    const auto place = finite.begin() + static_cast<std::ptrdiff_t>(std::clamp(upper, 0.0, 1.0) * static_cast<double>(finite.size() - 1));
    std::nth_element(finite.begin(), place, finite.end());
    const double high = *place;
    if (high > low) return {low, high};
    const double margin = low == 0 ? 0.5 : std::abs(low) * 0.01;
    return {low - margin, low + margin};
}

}  // namespace strato
