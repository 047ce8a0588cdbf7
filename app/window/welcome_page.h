// What the window shows while nothing is open.
#pragma once

#include <QWidget>

class QBoxLayout;

namespace strato {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    Q_SIGNAL void openModelAsked();
    Q_SIGNAL void openRunAsked();
    Q_SIGNAL void demoAsked();
    Q_SIGNAL void tourAsked();
    Q_SIGNAL void recentAsked(const QString& run);

private:
    void addRecent(QBoxLayout& layout);
};

}  // namespace strato
