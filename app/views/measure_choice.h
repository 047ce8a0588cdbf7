// What a chart can draw of a run, one at a time.
//
//     head.addWidget(new MeasureChoice(*chart));
#pragma once

#include <QComboBox>

#include "app/figures/chart.h"

namespace strato {

class MeasureChoice : public QComboBox {
    Q_OBJECT

public:
    explicit MeasureChoice(Chart& chart, QWidget* parent = nullptr);
};

}  // namespace strato
