#include "app/figures/color_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>

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

std::array<double, 3> toOklab(const QColor& color) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const double r = linear(color.redF()), g = linear(color.greenF()), b = linear(color.blueF());
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b), m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b),
                 s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
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

double colorDistance(const QColor& one, const QColor& other) {
    const auto a = toOklab(one), b = toOklab(other);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

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

QColor divergingColor(double share) {
    const double side = 2 * std::clamp(std::isfinite(share) ? share : 0.5, 0.0, 1.0) - 1, way = std::abs(side);
    const double lightness = lightest + 0.03 - 0.52 * way, strength = way * (1.6 - 0.6 * way);
    return side < 0 ? fromOklab(lightness, -0.04 * strength, -0.13 * strength) : fromOklab(lightness, 0.10 * strength, 0.095 * strength);
}

namespace {

QCPColorGradient gradientOf(const std::function<QColor(double)>& color, const QColor& absent) {
    QCPColorGradient gradient;
    QMap<double, QColor> stops;
    constexpr int count = 64;
    for (int i = 0; i <= count; ++i) stops[static_cast<double>(i) / count] = color(static_cast<double>(i) / count);
    gradient.setColorStops(stops);
    gradient.setColorInterpolation(QCPColorGradient::ciRGB);
    gradient.setLevelCount(256);
    gradient.setNanHandling(QCPColorGradient::nhNanColor);
    gradient.setNanColor(absent);
    return gradient;
}

}  // namespace

QCPColorGradient perceptualGradient(const QColor& absent) { return gradientOf(perceptualColor, absent); }
QCPColorGradient divergingGradient(const QColor& absent) { return gradientOf(divergingColor, absent); }

QColor lineColor(double share, const QColor& background) {
    const bool onDark = background.lightness() < 128;
    return perceptualColor(onDark ? 0.3 + 0.7 * share : 0.85 * share);
}

QCPColorGradient lineGradient(const QColor& background) {
    return gradientOf([&](double share) { return lineColor(share, background); }, background);
}

QCPRange colorRange(const MapColors& colors, const std::vector<double>& values) {
    const auto counts = [&](double value) { return std::isfinite(value) && (!colors.logarithmic || value > 0); };
    QCPRange range = finiteRange(values, colors.highQuantile, colors.lowQuantile);
    if (colors.low && counts(*colors.low)) range.lower = *colors.low;
    if (colors.high && counts(*colors.high)) range.upper = *colors.high;
    if (colors.logarithmic) {
        double least = std::numeric_limits<double>::infinity();
        for (const double value : values)
            if (counts(value)) least = std::min(least, value);
        if (range.lower <= 0) range.lower = std::isfinite(least) ? least : 1e-3;
        if (range.upper <= range.lower) range.upper = 10 * range.lower;
        return range;
    }
    if (range.upper <= range.lower) range.upper = range.lower + (range.lower == 0 ? 1 : std::abs(range.lower) * 0.01);
    if (!colors.centre) return range;
    const double reach = std::max({range.upper - *colors.centre, *colors.centre - range.lower, 1e-12});
    return {*colors.centre - reach, *colors.centre + reach};
}

QCPRange finiteRange(const std::vector<double>& values, double upper, double lower) {
    std::vector<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
    if (finite.empty()) return {0, 1};
    const auto quantile = [&](double share) {
        const auto place = finite.begin() + static_cast<std::ptrdiff_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(finite.size() - 1));
        std::nth_element(finite.begin(), place, finite.end());
        return *place;
    };
    const double low = quantile(lower), high = quantile(upper);
    if (high > low) return {low, high};
    const double margin = low == 0 ? 0.5 : std::abs(low) * 0.01;
    return {low - margin, low + margin};
}

}  // namespace strato
