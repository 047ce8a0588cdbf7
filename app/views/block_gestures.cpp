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

bool BlockGestures::key(const QKeyEvent& event) {
    if (layers_ == 0 || event.modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    const bool extend = event.modifiers().testFlag(Qt::ShiftModifier);
    const auto to = [&](int block) {
        moveCursor({block}, extend && cursor_);
        return true;
    };
    switch (event.key()) {
        case Qt::Key_Left: return to(cursor_ ? end_.value - 1 : 0);
        case Qt::Key_Right: return to(cursor_ ? end_.value + 1 : 0);
        case Qt::Key_Home: return to(0);
        case Qt::Key_End: return to(layers_ - 1);
        case Qt::Key_Escape:
            cursor_.reset();
            emit cursorMoved(cursor_);
            return true;
        default: break;
    }
    if (!cursor_) return false;
    switch (event.key()) {
        case Qt::Key_Space: case Qt::Key_Return: case Qt::Key_Enter: emit clicked(*cursor_); return true;
        case Qt::Key_D: case Qt::Key_Delete: emit chosen(*cursor_, ActionKind::drop); return true;
        case Qt::Key_L: emit chosen(*cursor_, ActionKind::linear); return true;
        case Qt::Key_K: case Qt::Key_Backspace: emit chosen(*cursor_, std::nullopt); return true;
        default: return false;
    }
}

void BlockGestures::menu(const QPoint& globalPosition, BlockIndex block) {
    const BlockSpan span = cursor_.value_or(BlockSpan{block, block});
    const QString what = (span.count() == 1 ? tr("block %1") : tr("blocks %1")).arg(QString::fromStdString(span.text()));
    auto* menu = new QMenu(&chart_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Keep %1\tK").arg(what), this, [this, span] { emit chosen(span, std::nullopt); });
    menu->addAction(tr("Drop %1\tD").arg(what), this, [this, span] { emit chosen(span, ActionKind::drop); });
    menu->addAction(tr("Replace %1 by a linear map\tL").arg(what), this, [this, span] { emit chosen(span, ActionKind::linear); });
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
