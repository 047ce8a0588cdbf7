// The colours of maps. Sequential: from deep indigo over teal to yellow, in equal steps of perceived lightness. Lightness rises all the
// way, and so does the blue-yellow axis, which red-green blindness keeps; so it survives grey print too. Diverging: blue and orange from a
// light middle, as light on both sides, so that grey print tells how far a value is from the middle but not on which side.
//
//     QColor color = perceptualColor(0.5);
#pragma once

#include <optional>
#include <vector>

#include <QColor>

#include <qcustomplot.h>

namespace strato {

// share: 0 (lowest) to 1; values outside are clamped. Computed in OKLab (Ottosson 2020, https://bottosson.github.io/posts/oklab).
QColor perceptualColor(double share);
QColor divergingColor(double share);

// In OKLab, where equal distances look equally far: 0 is the same, 1 is black and white, and 0.04 can be told apart side by side, but hardly far from
// each other.
double colorDistance(const QColor& one, const QColor& other);
inline constexpr double alikeDistance = 0.04;

// For lines: the part of the sequential colours that stands out from the background.
QColor lineColor(double share, const QColor& background);
QCPColorGradient lineGradient(const QColor& background);

// The same as QCustomPlot gradients; NaN is drawn in `absent`, never as a low value.
QCPColorGradient perceptualGradient(const QColor& absent);
QCPColorGradient divergingGradient(const QColor& absent);

// How values become colours.
struct MapColors {
    bool diverging = false, logarithmic = false;
    std::optional<double> low, high;             // the range, where it is given; else from quantiles of the finite values:
    double lowQuantile = 0, highQuantile = 1;
    std::optional<double> centre = {};           // the range reaches as far to both sides of it
    bool operator==(const MapColors&) const = default;
};

// Never empty, and above 0 where it is logarithmic.
QCPRange colorRange(const MapColors& colors, const std::vector<double>& values);

// From the quantile `lower` of the finite values to the quantile `upper`. Never empty: equal values get a range around them; 0 to 1
// where nothing is finite.
QCPRange finiteRange(const std::vector<double>& values, double upper = 1, double lower = 0);

}  // namespace strato
