// A label for whole sentences: plain text over as many lines as it needs, which can be copied.
//
//     state_(wrappedLabel("outcomeState"))
#pragma once

#include <QLabel>

namespace strato {

inline QLabel* wrappedLabel(const char* name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

// What stands beside a chart for who reads it first.
inline QLabel* explanationLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

}  // namespace strato
