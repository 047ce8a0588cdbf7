#include "app/window/menu_commands.h"

#include <QMenu>

namespace strato {

namespace {

// Without the marks of access keys.
QString plain(const QString& text) { return QString(text).remove('&'); }

void collect(const QList<QAction*>& actions, const QString& path, QList<MenuCommand>& commands) {
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible()) continue;
        const QString name = path.isEmpty() ? plain(action->text()) : path + QStringLiteral(" › ") + plain(action->text());
        if (action->menu()) collect(action->menu()->actions(), name, commands);
        else commands.append({name, action});
    }
}

}  // namespace

QList<MenuCommand> menuCommands(const QMenuBar& bar) {
    QList<MenuCommand> commands;
    collect(bar.actions(), {}, commands);
    return commands;
}

QString shortcutText(const QAction& action) {
    QStringList texts;
    for (const QKeySequence& keys : action.shortcuts()) texts << keys.toString(QKeySequence::NativeText);
    return texts.join(", ");
}

}  // namespace strato
