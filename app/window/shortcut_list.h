// The list of shortcuts: those of the menus, and the keys and gestures of charts.
#pragma once

#include <QDialog>

#include "app/window/menu_commands.h"

namespace strato {

class ShortcutList : public QDialog {
    Q_OBJECT

public:
    ShortcutList(const QList<MenuCommand>& commands, QWidget* parent);
};

}  // namespace strato
