#include "app/window/shortcut_list.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
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
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Blocks › Select nothing"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Esc")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Maps › Walk over the cells"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Arrows, Home, End, PageUp, PageDown")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Maps › Zoom, move"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Wheel, drag; +, −")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Maps › Show all"), QT_TRANSLATE_NOOP("strato::ShortcutList", "0, double click")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Charts › Copy what is read out"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Ctrl+C")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Tables › Copy as tab-separated text"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Ctrl+C")},
    {QT_TRANSLATE_NOOP("strato::ShortcutList", "Tables › Copy for Markdown or LaTeX"), QT_TRANSLATE_NOOP("strato::ShortcutList", "Right button")},
};

// Keys are pressed, not spelled.
class KeysDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override {
        auto* edit = new QKeySequenceEdit(parent);
        edit->setObjectName("keys");
        auto* delegate = const_cast<KeysDelegate*>(this);
        // Only what was pressed counts, and once; who looks and leaves changes nothing.
        connect(edit, &QKeySequenceEdit::keySequenceChanged, delegate, [edit] { edit->setProperty(pressed, true); });
        connect(edit, &QKeySequenceEdit::editingFinished, delegate, [delegate, edit] {
            if (!edit->property(pressed).toBool() || !edit->hasFocus()) return;
            emit delegate->commitData(edit);
            emit delegate->closeEditor(edit);
        });
        return edit;
    }
    void setEditorData(QWidget*, const QModelIndex&) const override {}
    // The first chord is enough, and Backspace alone is none.
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
        const QKeySequence keys = static_cast<QKeySequenceEdit*>(editor)->keySequence();
        if (!editor->property(pressed).toBool() || keys.isEmpty()) return;
        const bool none = keys[0].key() == Qt::Key_Backspace || keys[0].key() == Qt::Key_Delete;
        model->setData(index, none ? QString() : QKeySequence(keys[0]).toString(QKeySequence::NativeText));
    }

private:
    static constexpr auto pressed = "pressed";
};

// Charts and tables have letters, arrows and copying for themselves.
bool isTakenByCharts(const QKeySequence& keys) {
    if (keys.isEmpty()) return false;
    const bool isFunctionKey = keys[0].key() >= Qt::Key_F1 && keys[0].key() <= Qt::Key_F35;
    return keys == QKeySequence(QKeySequence::Copy) || (!isFunctionKey && !keys[0].keyboardModifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
}

}  // namespace

ShortcutList::ShortcutList(const QMenuBar& bar, QWidget* parent) : QDialog(parent), bar_(bar), table_(new QTableWidget(0, 2)), problem_(new QLabel) {
    setObjectName("shortcutList");
    setWindowTitle(tr("Shortcuts"));
    table_->setObjectName("shortcuts");
    table_->setHorizontalHeaderLabels({tr("What"), tr("Keys")});
    table_->setItemDelegateForColumn(1, new KeysDelegate(this));
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    problem_->setObjectName("shortcutProblem");
    problem_->setWordWrap(true);
    problem_->setText(hint());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close | QDialogButtonBox::RestoreDefaults);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, &ShortcutList::forgetAll);
    connect(table_, &QTableWidget::cellChanged, this, &ShortcutList::take);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(table_, 1);
    layout->addWidget(problem_);
    layout->addWidget(buttons);
    resize(760, 600);
    fill();
}

QString ShortcutList::hint() { return tr("Double-click keys to change them. Backspace leaves a command without."); }

// What has a name keeps its keys; the rest, such as recent files, has none.
void ShortcutList::fill() {
    filling_ = true;
    table_->setRowCount(0);
    commands_.clear();
    const auto add = [this](const QString& what, const QString& keys, bool editable) {
        const int row = table_->rowCount();
        table_->insertRow(row);
        table_->setItem(row, 0, new QTableWidgetItem(what));
        table_->setItem(row, 1, new QTableWidgetItem(keys));
        const Qt::ItemFlags shown = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
        table_->item(row, 0)->setFlags(shown);
        table_->item(row, 1)->setFlags(editable ? shown | Qt::ItemIsEditable : shown);
    };
    for (const MenuCommand& command : menuCommands(bar_)) {
        if (command.action->objectName().isEmpty()) continue;
        commands_ << command;
        add(command.path, shortcutText(*command.action), true);
    }
    for (const Gesture& gesture : gestures) add(tr(gesture.what), tr(gesture.keys), false);
    filling_ = false;
}

// Keys are one command's; who has them is said, and nothing is taken away unasked.
void ShortcutList::take(int row) {
    if (filling_ || row >= commands_.size() || !commands_[row].action) return;
    const QKeySequence keys = QKeySequence::fromString(table_->item(row, 1)->text(), QKeySequence::NativeText);
    QString problem;
    if (isTakenByCharts(keys)) problem = tr("%1 is for charts and tables; add Ctrl or Alt.").arg(keys.toString(QKeySequence::NativeText));
    for (const MenuCommand& other : commands_)
        if (other.action && other.action != commands_[row].action && !keys.isEmpty() && other.action->shortcuts().contains(keys))
            problem = tr("%1 is taken by “%2”.").arg(keys.toString(QKeySequence::NativeText), other.path);
    problem_->setText(problem.isEmpty() ? hint() : problem);
    if (problem.isEmpty()) setShortcut(*commands_[row].action, keys);
    filling_ = true;
    table_->item(row, 1)->setText(shortcutText(*commands_[row].action));
    filling_ = false;
}

void ShortcutList::forgetAll() {
    forgetShortcuts(bar_);
    problem_->setText(hint());
    fill();
}

}  // namespace strato
