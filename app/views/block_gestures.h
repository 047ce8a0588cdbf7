// Mouse and keyboard over a chart whose horizontal axis is the blocks, as requests to edit them: click for one, drag or Shift for a
// span, arrows to walk, letters to act. What they mean for the plan is decided elsewhere.
//
//     auto* gestures = new BlockGestures(chart, chart->xAxis);
//     connect(gestures, &BlockGestures::clicked, ...);
#pragma once

#include <optional>

#include <QObject>

#include "app/figures/chart.h"
#include "core/edit/plan.h"

namespace strato {

class BlockGestures : public QObject {
    Q_OBJECT

public:
    // The chart becomes the parent. Nothing happens before setLayers().
    BlockGestures(Chart& chart, QCPAxis* blocks);

    void setLayers(int layers);
    // The selection of another view.
    void setCursor(const std::optional<BlockSpan>& span);

    Q_SIGNAL void cursorMoved(const std::optional<strato::BlockSpan>& span);
    // A click, or Space: the action in hand.
    Q_SIGNAL void clicked(const strato::BlockSpan& span);
    // A letter or the context menu: this action, or to keep the blocks if there is none.
    Q_SIGNAL void chosen(const strato::BlockSpan& span, const std::optional<strato::ActionKind>& action);
    Q_SIGNAL void hovered(const std::optional<strato::BlockIndex>& block);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    std::optional<BlockIndex> blockAt(const QPoint& pixel) const;
    BlockSpan spanTo(BlockIndex block) const;
    void moveCursor(BlockIndex to, bool extend);
    bool press(const QMouseEvent& event);
    void drag(const QMouseEvent& event);
    bool release(const QMouseEvent& event);
    bool key(const QKeyEvent& event);
    void menu(const QPoint& globalPosition, BlockIndex block);

    Chart& chart_;
    QCPAxis* axis_;
    int layers_ = 0;
    bool pressed_ = false;
    BlockIndex anchor_, end_;                // where a span starts, and where the cursor is
    std::optional<BlockSpan> cursor_;
};

}  // namespace strato
