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

// Commands with a name have the keys that the user gave them; called once, when the menus are built.
void adoptShortcuts(const QMenuBar& bar);
// Kept for the next start, too; an empty sequence: the command has none.
void setShortcut(QAction& action, const QKeySequence& keys);
// All have those that they were built with again.
void forgetShortcuts(const QMenuBar& bar);

}  // namespace strato
