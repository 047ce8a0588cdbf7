#include "app/window/simulated_vision.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include <QPainter>
#include <QWidget>

namespace strato {

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

// On linear light: Machado, Oliveira and Fernandes 2009 (doi 10.1109/TVCG.2009.113), severity 1; grey is the luminance of Rec. 709.
constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritanopia{{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
constexpr Matrix grey{{{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}};

const Matrix& matrixOf(SimulatedVision::Kind kind) {
    switch (kind) {
        case SimulatedVision::Kind::protanopia: return protanopia;
        case SimulatedVision::Kind::deuteranopia: return deuteranopia;
        case SimulatedVision::Kind::tritanopia: return tritanopia;
        default: return grey;
    }
}

double toLinear(int channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

int fromLinear(double linear) {
    const double c = std::clamp(linear, 0.0, 1.0);
    return static_cast<int>(std::lround(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055)));
}

}  // namespace

QRgb SimulatedVision::seen(QRgb color, Kind kind) {
    if (kind == Kind::none) return color;
    const std::array<double, 3> light{toLinear(qRed(color)), toLinear(qGreen(color)), toLinear(qBlue(color))};
    std::array<int, 3> seen{};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& row = matrixOf(kind)[i];
        seen[i] = fromLinear(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]);
    }
    return qRgba(seen[0], seen[1], seen[2], qAlpha(color));
}

void SimulatedVision::show(QWidget& widget, Kind kind) { widget.setGraphicsEffect(kind == Kind::none ? nullptr : new SimulatedVision(kind)); }

void SimulatedVision::draw(QPainter* painter) {
    QPoint offset;
    const QPixmap source = sourcePixmap(Qt::LogicalCoordinates, &offset, NoPad);
    QImage image = source.toImage().convertToFormat(QImage::Format_ARGB32);
    // A screen of charts has few different colours.
    std::unordered_map<QRgb, QRgb> known;
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const auto [place, added] = known.try_emplace(line[x]);
            if (added) place->second = seen(line[x], kind_);
            line[x] = place->second;
        }
    }
    painter->drawImage(offset, image);
}

}  // namespace strato
