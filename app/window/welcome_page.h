// What the window shows while nothing is open.
#pragma once

#include <QWidget>

namespace strato {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    Q_SIGNAL void openModelAsked();
    Q_SIGNAL void openRunAsked();
    Q_SIGNAL void demoAsked();
    Q_SIGNAL void tourAsked();
};

}  // namespace strato
