// Charts as people without one kind of cones see them, and as grey print has them: a check of colours, on whatever is shown.
//
//     SimulatedVision::show(charts, SimulatedVision::Kind::deuteranopia);
#pragma once

#include <QGraphicsEffect>

namespace strato {

class SimulatedVision : public QGraphicsEffect {
    Q_OBJECT

public:
    enum class Kind { none, protanopia, deuteranopia, tritanopia, grey };

    // In place of what was simulated before.
    static void show(QWidget& widget, Kind kind);
    // Full severity (Machado, Oliveira, Fernandes 2009), on linear light; grey is the lightness that print keeps.
    static QRgb seen(QRgb color, Kind kind);

protected:
    void draw(QPainter* painter) override;

private:
    explicit SimulatedVision(Kind kind) : kind_(kind) {}

    Kind kind_;
};

}  // namespace strato
