// For what may need more room than there is, as with large fonts on a small screen: it scrolls, and doesn't widen the window.
//
//     splitter->addWidget(scrollable(charts_));
#pragma once

#include <QScrollArea>

namespace strato {

inline QScrollArea* scrollable(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

}  // namespace strato
