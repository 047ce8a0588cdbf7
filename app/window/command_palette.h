// The command palette: every command of the menus with its shortcut, filtered while one types; Enter does the one that is chosen.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

#include "app/window/menu_commands.h"

namespace strato {

class CommandPalette : public QDialog {
    Q_OBJECT

public:
    CommandPalette(const QList<MenuCommand>& commands, QWidget* parent);

protected:
    // Arrows move in the list while the keyboard stays in the line.
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void filter(const QString& text);
    void run();

    QList<MenuCommand> commands_;
    QLineEdit* line_;
    QTreeWidget* list_;
    QLabel* none_;
};

}  // namespace strato
