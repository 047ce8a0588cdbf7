// "Minus": another run whose values are taken away from those of the run that is shown, in all maps at once.
//
//     head.addWidget(new ReferenceButton(session, map));
#pragma once

#include <QToolButton>

#include "app/views/map_chart.h"
#include "app/window/session.h"

namespace strato {

class ReferenceButton : public QToolButton {
    Q_OBJECT

public:
    ReferenceButton(Session& session, MapChart& map);

private:
    void showOffers();
    void showState();
    void ask();

    Session& session_;
    MapChart& map_;
};

}  // namespace strato
