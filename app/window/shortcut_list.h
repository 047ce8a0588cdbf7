// The shortcuts of every command, which can be given others here, and the keys and gestures of charts.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QTableWidget>

#include "app/window/menu_commands.h"

namespace strato {

class ShortcutList : public QDialog {
    Q_OBJECT

public:
    ShortcutList(const QMenuBar& bar, QWidget* parent);

private:
    static QString hint();
    void fill();
    void take(int row);
    void forgetAll();

    const QMenuBar& bar_;
    QList<MenuCommand> commands_;      // of the first rows
    QTableWidget* table_;
    QLabel* problem_;
    bool filling_ = false;
};

}  // namespace strato
