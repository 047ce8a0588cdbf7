#include "app/figures/figure_style.h"

namespace strato {

namespace {

QColor mixed(const QColor& a, const QColor& b, double shareOfB) {
    const auto mix = [&](int x, int y) { return static_cast<int>(x + (y - x) * shareOfB); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

// The palette of Okabe and Ito (https://jfly.uni-koeln.de/color), on dark backgrounds in its lighter members.
std::array<QColor, 4> seriesColors(bool dark) {
    if (dark) return {QColor(0x56b4e9), QColor(0xe69f00), QColor(0x2fc79a), QColor(0xdf9cc4)};
    return {QColor(0x0072b2), QColor(0xd55e00), QColor(0x009e73), QColor(0xb0508a)};
}

FigureStyle styleFor(const QColor& background, const QColor& ink, const QFont& font, bool dark) {
    FigureStyle style;
    style.background = background;
    style.ink = ink;
    style.muted = mixed(ink, background, 0.35);
    style.grid = mixed(ink, background, 0.85);
    style.absent = mixed(ink, background, 0.8);
    style.cursor = dark ? QColor(0xffffff) : QColor(0x101010);
    style.dropped = dark ? QColor(0xff8a80) : QColor(0xc62828);
    style.replaced = dark ? QColor(0x82b1ff) : QColor(0x1a4fb4);
    style.merged = dark ? QColor(0x7fd1a0) : QColor(0x1b7a43);
    style.series = seriesColors(dark);
    style.font = font;
    return style;
}

}  // namespace

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

FigureStyle FigureStyle::screen(const QPalette& palette, const QFont& font) {
    return styleFor(palette.color(QPalette::Base), palette.color(QPalette::Text), font, isDark(palette));
}

FigureStyle FigureStyle::paper(double fontPoints) {
    // Not the desktop's: a figure is the same wherever it is drawn.
    QFont font("Sans Serif");
    font.setStyleHint(QFont::SansSerif);
    font.setPointSizeF(fontPoints);
    FigureStyle style = styleFor(Qt::white, Qt::black, font, false);
    style.lineWidth = 1;
    style.axisWidth = 0.5;
    return style;
}

}  // namespace strato
