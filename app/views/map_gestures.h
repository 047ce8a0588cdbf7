// Mouse and keyboard over a map whose cells stand for blocks: the cell under the cursor selects them, letters and the menu act on them, and
// on maps of spans a click does.
//
//     auto* gestures = new MapGestures(chart);
#pragma once

#include "app/views/block_actions.h"
#include "app/views/map_chart.h"

namespace strato {

class MapGestures : public BlockActions {
    Q_OBJECT

public:
    explicit MapGestures(MapChart& chart);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    MapChart& chart_;
};

}  // namespace strato
