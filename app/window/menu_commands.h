// Everything that the menus of a window can do, as a flat list: what the palette searches and the list of shortcuts shows.
#pragma once

#include <QAction>
#include <QList>
#include <QMenuBar>
#include <QPointer>

namespace strato {

struct MenuCommand {
    QString path;         // "File › Open model…"
    QPointer<QAction> action;  // menus are rebuilt: what was recent may be gone by the time that it is asked for
};

// In the order of the menus, without separators.
QList<MenuCommand> menuCommands(const QMenuBar& bar);

// As menus show it, all of them where there are several; empty if there is none.
QString shortcutText(const QAction& action);

}  // namespace strato
