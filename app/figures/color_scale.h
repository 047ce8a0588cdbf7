// The one colour map of Stratoscope: from deep indigo over teal to yellow, in equal steps of perceived lightness. Lightness
// rises all the way, and so does the blue-yellow axis, which red-green blindness keeps; so it survives grey print too.
//
//     QColor color = perceptualColor(0.5);
#pragma once

#include <vector>

#include <QColor>

#include <qcustomplot.h>

namespace strato {

// share: 0 (lowest) to 1; values outside are clamped. Computed in OKLab (Ottosson 2020, https://bottosson.github.io/posts/oklab).
QColor perceptualColor(double share);

// The same as a QCustomPlot gradient; NaN is drawn in `absent`, never as a low value.
QCPColorGradient perceptualGradient(const QColor& absent);

// From the lowest finite value to the highest, or to the quantile `upper` of the finite values if that is below 1. Never
// empty: equal values get a range around them; 0 to 1 where nothing is finite.
QCPRange finiteRange(const std::vector<double>& values, double upper = 1);

}  // namespace strato
