#include "app/window/command_palette.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPointer>
#include <QTimer>
#include <QVBoxLayout>

namespace strato {

CommandPalette::CommandPalette(const QList<MenuCommand>& commands, QWidget* parent)
    : QDialog(parent), commands_(commands), line_(new QLineEdit), list_(new QTreeWidget), none_(new QLabel(tr("No command that can be run now has these words."))) {
    setObjectName("commandPalette");
    setWindowTitle(tr("Commands"));
    line_->setObjectName("commandLine");
    line_->setPlaceholderText(tr("Type parts of a command"));
    line_->setAccessibleName(tr("Parts of a command"));
    line_->installEventFilter(this);
    list_->setObjectName("commandList");
    list_->setColumnCount(2);
    list_->setHeaderHidden(true);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const MenuCommand& command : commands_) {
        auto* item = new QTreeWidgetItem(list_, {command.path, shortcutText(*command.action)});
        item->setDisabled(!command.action->isEnabled());
        // An action without a tip of its own repeats its text.
        if (!command.action->isEnabled() && command.action->toolTip() != command.action->iconText()) item->setToolTip(0, command.action->toolTip());
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(line_);
    layout->addWidget(list_, 1);
    layout->addWidget(none_);
    resize(560, 420);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(line_, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(list_, &QTreeWidget::itemClicked, this, &CommandPalette::run);
    filter({});
}

// Every word must be somewhere in the command; the first that can be done is chosen.
void CommandPalette::filter(const QString& text) {
    const QStringList words = text.split(' ', Qt::SkipEmptyParts);
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < list_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = list_->topLevelItem(i);
        const bool fits = std::all_of(words.begin(), words.end(), [&](const QString& word) { return item->text(0).contains(word, Qt::CaseInsensitive); });
        item->setHidden(!fits);
        if (fits && !first && !item->isDisabled()) first = item;
    }
    list_->setCurrentItem(first);
    none_->setVisible(!first);
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(object, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Up && key != Qt::Key_Down && key != Qt::Key_PageUp && key != Qt::Key_PageDown) return QDialog::eventFilter(object, event);
    QCoreApplication::sendEvent(list_, event);
    return true;
}

// The command may open a dialog of its own, so the palette closes first.
void CommandPalette::run() {
    const QTreeWidgetItem* item = list_->currentItem();
    if (!item || item->isDisabled() || item->isHidden()) return;
    const QPointer<QAction> action = commands_[list_->indexOfTopLevelItem(const_cast<QTreeWidgetItem*>(item))].action;
    accept();
    QTimer::singleShot(0, action, [action] {
        if (action) action->trigger();
    });
}

}  // namespace strato
