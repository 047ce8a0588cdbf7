#include "app/views/map_gestures.h"

#include <QKeyEvent>

namespace strato {

MapGestures::MapGestures(MapChart& chart) : BlockActions(chart), chart_(chart) {
    connect(&chart, &MapChart::selected, this, [this](const Selection& selection) {
        cursor_ = selection.blocks;
        emit selected(selection);
    });
    connect(&chart, &MapChart::clicked, this, &BlockActions::clicked);
    connect(&chart, &MapChart::clickTakenBack, this, &BlockActions::clickTakenBack);
    connect(&chart, &MapChart::menuAsked, this, &MapGestures::menu);
}

bool MapGestures::eventFilter(QObject* object, QEvent* event) {
    return object == &chart_ && event->type() == QEvent::KeyPress && act(*static_cast<QKeyEvent*>(event));
}

}  // namespace strato
