#include "app/window/shortcut_list.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace strato {

namespace {

struct Gesture {
    const char *what, *keys;
};

constexpr Gesture gestures[]{
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Select a block"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Left, Right, Home, End")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Extend the selection"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Shift with these, Shift and click, drag")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Drop"), QT_TRANSLATE_NOOP("strato::ShortcutList", "D")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Replace by a linear map"), QT_TRANSLATE_NOOP("strato::ShortcutList", "L")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Replace by a map of low rank"), QT_TRANSLATE_NOOP("strato::ShortcutList", "R")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Merge into the block before"), QT_TRANSLATE_NOOP("strato::ShortcutList", "M")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Keep"), QT_TRANSLATE_NOOP("strato::ShortcutList", "K")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Do what a click does"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Space, Return")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Everything that can be done"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Right button")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Tokens › Walk over the cells"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Arrows")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Tokens › Zoom, move, show all"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Wheel, drag, double click")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Tables › Copy as tab-separated text"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Ctrl+C")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Tables › Copy for Markdown or LaTeX"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Right button")},
};

}  // namespace

ShortcutList::ShortcutList(const QList<MenuCommand>& commands, QWidget* parent) : QDialog(parent) {
    setObjectName("shortcutList");
    setWindowTitle(tr("Shortcuts"));
    auto* table = new QTableWidget(0, 2);
    table->setObjectName("shortcuts");
    table->setHorizontalHeaderLabels({tr("What"), tr("Keys")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    const auto add = [table](const QString& what, const QString& keys) {
        const int row = table->rowCount();
        table->insertRow(row);
        table->setItem(row, 0, new QTableWidgetItem(what));
        table->setItem(row, 1, new QTableWidgetItem(keys));
    };
    for (const MenuCommand& command : commands)
        if (const QString keys = shortcutText(*command.action); !keys.isEmpty()) add(command.path, keys);
    for (const Gesture& gesture : gestures) add(tr(gesture.what), tr(gesture.keys));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
    resize(620, 560);
}

}  // namespace strato
