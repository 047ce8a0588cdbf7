// How charts are drawn: on a light or dark screen, or on paper. Every colour and width of a chart comes from here.
#pragma once

#include <array>

#include <QColor>
#include <QFont>
#include <QPalette>

namespace strato {

inline constexpr double pointsPerInch = 72, mmPerInch = 25.4;

struct FigureStyle {
    QColor background, ink, muted, grid;
    QColor absent;                       // cells without a value
    QColor cursor;                       // the selection
    QColor dropped, replaced, merged;    // blocks that a plan drops, replaces by a map, or folds into the weights before
    std::array<QColor, 4> series;        // curves, told apart by colour-blind people too
    QFont font;
    double lineWidth = 1.6, axisWidth = 1;  // pixels on screen, points on paper

    // In the colours of the window.
    static FigureStyle screen(const QPalette& palette, const QFont& font);
    // Black on white, `fontPoints` high.
    static FigureStyle paper(double fontPoints);
};

// True where text is lighter than what it stands on.
bool isDark(const QPalette& palette);

}  // namespace strato
