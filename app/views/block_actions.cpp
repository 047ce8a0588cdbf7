#include "app/views/block_actions.h"

#include <QKeyEvent>
#include <QMenu>

namespace strato {

bool isShortcut(const QKeyEvent& event) { return event.modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier); }

namespace {

// The key, or on a layout without Latin letters the one that has this place on a Latin keyboard (X11 counts keys from 8 on).
int latinKey(const QKeyEvent& event) {
    if (event.key() < 0x250 || event.key() >= Qt::Key_Escape) return event.key();
    switch (event.nativeScanCode()) {
        case 27: return Qt::Key_R;
        case 40: return Qt::Key_D;
        case 45: return Qt::Key_K;
        case 46: return Qt::Key_L;
        case 58: return Qt::Key_M;
        default: return event.key();
    }
}

}  // namespace

BlockActions::BlockActions(Chart& chart) : QObject(&chart), chart_(chart) {
    chart.setFocusPolicy(Qt::StrongFocus);
    chart.setMouseTracking(true);
    chart.installEventFilter(this);
}

void BlockActions::setOffer(int rank, Words whyNot, Words foretell) {
    rank_ = rank;
    whyNot_ = std::move(whyNot);
    foretell_ = std::move(foretell);
}

bool BlockActions::act(const QKeyEvent& event) {
    if (!cursor_ || isShortcut(event)) return false;
    const auto choose = [&](const std::optional<ActionKind>& action) {
        emit chosen({.span = *cursor_, .action = action});
        return true;
    };
    switch (latinKey(event)) {
        case Qt::Key_Space: case Qt::Key_Return: case Qt::Key_Enter: emit clicked(*cursor_); return true;
        case Qt::Key_D: case Qt::Key_Delete: return choose(ActionKind::drop);
        case Qt::Key_L: return choose(ActionKind::linear);
        case Qt::Key_R: return choose(ActionKind::lowRank);
        case Qt::Key_M: return choose(ActionKind::merge);
        case Qt::Key_K: case Qt::Key_Backspace: return choose(std::nullopt);
        default: return false;
    }
}

// Keys act on whole blocks, so only these entries name them.
void BlockActions::addActions(QMenu& menu, const BlockSpan& span, BlockPart part) {
    const auto add = [&](const QString& text, const char* key, const std::optional<ActionKind>& action) {
        const BlockChoice choice{span, part, action};
        const QString foretold = foretell_ ? foretell_(choice) : QString(), named = foretold.isEmpty() ? text : tr("%1: %2").arg(text, foretold);
        const QString shown = part == BlockPart::whole ? named + QLatin1Char('\t') + QLatin1String(key) : named;
        QAction* entry = menu.addAction(shown, this, [this, choice] { emit chosen(choice); });
        const QString reason = whyNot_ ? whyNot_(choice) : QString();
        entry->setEnabled(reason.isEmpty());
        entry->setToolTip(reason);
    };
    add(tr("Keep"), "K", std::nullopt);
    add(tr("Drop"), "D", ActionKind::drop);
    add(tr("Replace by a linear map"), "L", ActionKind::linear);
    add(tr("Replace by a map of rank %1").arg(rank_), "R", ActionKind::lowRank);
    add(part == BlockPart::mlp ? tr("Merge into what stands before") : tr("Merge into the block before"), "M", ActionKind::merge);
}

void BlockActions::menu(const QPoint& globalPosition) {
    if (!cursor_) return;
    const BlockSpan span = *cursor_;
    const bool one = span.count() == 1;
    const QString which = QString::fromStdString(span.text());
    auto* menu = new QMenu(&chart_);
    menu->setObjectName("blockMenu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addSection((one ? tr("Block %1") : tr("Blocks %1")).arg(which));
    const auto addPart = [&](const QString& title, const char* name, BlockPart part) {
        QMenu* sub = menu->addMenu(title);
        sub->setObjectName(name);
        sub->setToolTipsVisible(true);
        addActions(*sub, span, part);
    };
    addPart(one ? tr("&Whole block") : tr("&Whole span"), "wholeMenu", BlockPart::whole);
    addPart(one ? tr("&Attention") : tr("&Attention of each"), "attentionMenu", BlockPart::attention);
    addPart(one ? tr("&MLP") : tr("&MLP of each"), "mlpMenu", BlockPart::mlp);
    menu->popup(globalPosition);
}

}  // namespace strato
