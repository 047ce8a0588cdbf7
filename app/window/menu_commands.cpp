#include "app/window/menu_commands.h"

#include <QMenu>
#include <QSettings>

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

constexpr auto usualKeys = "usualShortcuts";

QString keyOf(const QAction& action) { return "shortcuts/" + action.objectName(); }

}  // namespace

QList<MenuCommand> menuCommands(const QMenuBar& bar) {
    QList<MenuCommand> commands;
    collect(bar.actions(), {}, commands);
    return commands;
}

void adoptShortcuts(const QMenuBar& bar) {
    const QSettings settings;
    for (const MenuCommand& command : menuCommands(bar)) {
        QAction& action = *command.action;
        if (action.objectName().isEmpty()) continue;
        action.setProperty(usualKeys, QVariant::fromValue(action.shortcuts()));
        if (settings.contains(keyOf(action))) action.setShortcut(QKeySequence::fromString(settings.value(keyOf(action)).toString()));
    }
}

void setShortcut(QAction& action, const QKeySequence& keys) {
    action.setShortcut(keys);
    QSettings().setValue(keyOf(action), keys.toString());
}

void forgetShortcuts(const QMenuBar& bar) {
    QSettings().remove("shortcuts");
    for (const MenuCommand& command : menuCommands(bar))
        if (const QVariant usual = command.action->property(usualKeys); usual.isValid()) command.action->setShortcuts(usual.value<QList<QKeySequence>>());
}

QString shortcutText(const QAction& action) {
    QStringList texts;
    for (const QKeySequence& keys : action.shortcuts()) texts << keys.toString(QKeySequence::NativeText);
    return texts.join(", ");
}

}  // namespace strato
