// How a map's values become colours: which colours, over which range, from where to where. Everything takes effect at once.
//
//     head.addWidget(new ColorButton(map.coloring()));
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "app/views/map_coloring.h"

namespace strato {

class ColorMenu : public QMenu {
    Q_OBJECT

public:
    explicit ColorMenu(MapColoring& coloring, QWidget* parent = nullptr);

    // The range is to be that of all maps of its quantity.
    Q_SIGNAL void forAllAsked(strato::MapColoring* from);

private:
    void build();
    void show();
    void take();

    MapColoring& coloring_;
    QComboBox* colors_;
    QLineEdit *low_, *high_, *centre_;
    QDoubleSpinBox *lowPercentile_, *highPercentile_;
    QCheckBox* logarithmic_;
    QPushButton* all_;
    bool showing_ = false;
};

// Opens the menu.
class ColorButton : public QToolButton {
    Q_OBJECT

public:
    explicit ColorButton(MapColoring& coloring, QWidget* parent = nullptr);

    Q_SIGNAL void forAllAsked(strato::MapColoring* from);
};

}  // namespace strato
