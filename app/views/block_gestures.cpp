#include "app/views/block_gestures.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>

namespace strato {

BlockGestures::BlockGestures(BlockChart& chart) : BlockActions(chart), chart_(chart) {}

void BlockGestures::setLayers(int layers) {
    layers_ = layers;
    pressed_ = false;
    if (cursor_ && cursor_->last.value >= layers) cursor_.reset();
}

void BlockGestures::setSelection(const Selection& selection) {
    BlockActions::setSelection(selection);
    selection_ = selection;
    if (!cursor_ || pressed_) return;
    const bool known = (anchor_ == cursor_->first && end_ == cursor_->last) || (anchor_ == cursor_->last && end_ == cursor_->first);
    if (!known) anchor_ = cursor_->first, end_ = cursor_->last;
}

std::optional<BlockIndex> BlockGestures::blockAt(const QPoint& pixel) const {
    const auto parts = chart_.blockParts();
    const bool inside = std::any_of(parts.begin(), parts.end(), [&](const QCPAxisRect* rect) { return rect->rect().contains(pixel); });
    const auto block = static_cast<int>(std::floor(chart_.blockAxis()->pixelToCoord(pixel.x()) + 0.5));
    if (!inside || block < 0 || block >= layers_) return {};
    return BlockIndex{block};
}

BlockSpan BlockGestures::spanTo(BlockIndex block) const { return {std::min(anchor_, block), std::max(anchor_, block)}; }

void BlockGestures::moveCursor(BlockIndex to, bool extend) {
    end_ = {std::clamp(to.value, 0, layers_ - 1)};
    if (!extend) anchor_ = end_;
    cursor_ = spanTo(end_);
    emit selected({cursor_, selection_.token});
}

bool BlockGestures::press(const QMouseEvent& event) {
    const auto block = blockAt(event.pos());
    if (!block) return false;
    if (event.button() == Qt::RightButton) {
        if (!cursor_ || !cursor_->contains(*block)) moveCursor(*block, false);
        menu(event.globalPosition().toPoint());
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

bool BlockGestures::walk(const QKeyEvent& event) {
    if (isShortcut(event)) return false;
    const auto to = [&](int block) {
        moveCursor({block}, event.modifiers().testFlag(Qt::ShiftModifier) && cursor_);
        return true;
    };
    switch (event.key()) {
        case Qt::Key_Left: return to(cursor_ ? end_.value - 1 : 0);
        case Qt::Key_Right: return to(cursor_ ? end_.value + 1 : 0);
        case Qt::Key_Home: return to(0);
        case Qt::Key_End: return to(layers_ - 1);
        case Qt::Key_Escape:
            cursor_.reset();
            emit selected({});
            return true;
        default: return false;
    }
}

bool BlockGestures::eventFilter(QObject* object, QEvent* event) {
    if (object != &chart_ || layers_ == 0) return false;
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick: return press(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove: drag(*static_cast<QMouseEvent*>(event)); return false;
        case QEvent::MouseButtonRelease: return release(*static_cast<QMouseEvent*>(event));
        case QEvent::Leave: emit hovered(std::nullopt); return false;
        case QEvent::KeyPress: return walk(*static_cast<QKeyEvent*>(event)) || act(*static_cast<QKeyEvent*>(event));
        default: return false;
    }
}

}  // namespace strato
