// How a map's values become colours: which colours, over which range, from where to where. Everything takes effect at once.
//
//     button->setMenu(new ColorMenu(map));
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QMenu>

#include "app/views/map_chart.h"

namespace strato {

class ColorMenu : public QMenu {
    Q_OBJECT

public:
    explicit ColorMenu(MapChart& map, QWidget* parent = nullptr);

    // The range is to be that of all maps.
    Q_SIGNAL void forAllAsked(const QCPRange& range);

private:
    void build();
    void show();
    void take();

    MapChart& map_;
    QComboBox* colors_;
    QLineEdit *low_, *high_, *centre_;
    QDoubleSpinBox *lowPercentile_, *highPercentile_;
    QCheckBox* logarithmic_;
    bool showing_ = false;
};

}  // namespace strato
