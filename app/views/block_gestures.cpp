#include "app/views/block_gestures.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

namespace strato {

BlockGestures::BlockGestures(Chart& chart, QCPAxis* blocks) : QObject(&chart), chart_(chart), axis_(blocks) {
    chart.setFocusPolicy(Qt::StrongFocus);
    chart.setMouseTracking(true);
    chart.installEventFilter(this);
}

void BlockGestures::setLayers(int layers) {
    layers_ = layers;
    pressed_ = false;
    if (cursor_ && cursor_->last.value >= layers) cursor_.reset();
}

void BlockGestures::setCursor(const std::optional<BlockSpan>& span) {
    cursor_ = span;
    if (!span || pressed_) return;
    const bool known = (anchor_ == span->first && end_ == span->last) || (anchor_ == span->last && end_ == span->first);
    if (!known) anchor_ = span->first, end_ = span->last;
}

std::optional<BlockIndex> BlockGestures::blockAt(const QPoint& pixel) const {
    const auto rects = chart_.axisRects();
    const bool inside = std::any_of(rects.begin(), rects.end(), [&](const QCPAxisRect* rect) { return rect->rect().contains(pixel); });
    const auto block = static_cast<int>(std::floor(axis_->pixelToCoord(pixel.x()) + 0.5));
    if (!inside || block < 0 || block >= layers_) return {};
    return BlockIndex{block};
}

BlockSpan BlockGestures::spanTo(BlockIndex block) const { return {std::min(anchor_, block), std::max(anchor_, block)}; }

void BlockGestures::moveCursor(BlockIndex to, bool extend) {
    end_ = {std::clamp(to.value, 0, layers_ - 1)};
    if (!extend) anchor_ = end_;
    cursor_ = spanTo(end_);
    emit cursorMoved(cursor_);
}

bool BlockGestures::press(const QMouseEvent& event) {
    const auto block = blockAt(event.pos());
    if (!block) return false;
    if (event.button() == Qt::RightButton) {
        if (!cursor_ || !cursor_->contains(*block)) moveCursor(*block, false);
        menu(event.globalPosition().toPoint(), *block);
        return true;
    }
    if (event.button() != Qt::LeftButton) return false;
    moveCursor(*block, cursor_.has_value() && event.modifiers().testFlag(Qt::ShiftModifier));
    pressed_ = true;
    return true;
}

void BlockGestures::drag(const QMouseEvent& event) {
    const auto block = blockAt(event.pos());
    emit hovered(block);
    if (pressed_ && block && *block != end_) moveCursor(*block, true);
}

bool BlockGestures::release(const QMouseEvent& event) {
    if (!pressed_ || event.button() != Qt::LeftButton) return false;
    pressed_ = false;
    if (cursor_) emit clicked(*cursor_);
    return true;
}

void BlockGestures::setOffer(int rank, std::function<QString(const BlockChoice&)> whyNot) {
    rank_ = rank;
    whyNot_ = std::move(whyNot);
}

bool BlockGestures::key(const QKeyEvent& event) {
    if (layers_ == 0 || event.modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    return walk(event.key(), event.modifiers().testFlag(Qt::ShiftModifier)) || (cursor_ && act(event.key()));
}

bool BlockGestures::walk(int key, bool extend) {
    const auto to = [&](int block) {
        moveCursor({block}, extend && cursor_);
        return true;
    };
    switch (key) {
        case Qt::Key_Left: return to(cursor_ ? end_.value - 1 : 0);
        case Qt::Key_Right: return to(cursor_ ? end_.value + 1 : 0);
        case Qt::Key_Home: return to(0);
        case Qt::Key_End: return to(layers_ - 1);
        case Qt::Key_Escape:
            cursor_.reset();
            emit cursorMoved(cursor_);
            return true;
        default: return false;
    }
}

bool BlockGestures::act(int key) {
    const auto choose = [&](const std::optional<ActionKind>& action) {
        emit chosen({.span = *cursor_, .action = action});
        return true;
    };
    switch (key) {
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
void BlockGestures::addActions(QMenu& menu, const BlockSpan& span, BlockPart part) {
    const auto add = [&](const QString& text, const char* key, const std::optional<ActionKind>& action) {
        const BlockChoice choice{span, part, action};
        const QString shown = part == BlockPart::whole ? text + QLatin1Char('\t') + QLatin1String(key) : text;
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

void BlockGestures::menu(const QPoint& globalPosition, BlockIndex block) {
    const BlockSpan span = cursor_.value_or(BlockSpan{block, block});
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

bool BlockGestures::eventFilter(QObject* object, QEvent* event) {
    if (object != &chart_ || layers_ == 0) return false;
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick: return press(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove: drag(*static_cast<QMouseEvent*>(event)); return false;
        case QEvent::MouseButtonRelease: return release(*static_cast<QMouseEvent*>(event));
        case QEvent::Leave: emit hovered(std::nullopt); return false;
        case QEvent::KeyPress: return key(*static_cast<QKeyEvent*>(event));
        default: return false;
    }
}

}  // namespace strato
