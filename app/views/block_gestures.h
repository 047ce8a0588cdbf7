// Mouse and keyboard over a chart whose horizontal axis is the blocks, as requests to edit them: click for one, drag or Shift for a
// span, arrows to walk, letters to act.
//
//     auto* gestures = new BlockGestures(chart);
//     connect(gestures, &BlockGestures::clicked, ...);
#pragma once

#include "app/views/block_actions.h"
#include "app/views/block_chart.h"

class QMouseEvent;

namespace strato {

class BlockGestures : public BlockActions {
    Q_OBJECT

public:
    // Nothing happens before setLayers().
    explicit BlockGestures(BlockChart& chart);

    void setLayers(int layers);
    void setSelection(const Selection& selection) override;

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
    bool walk(const QKeyEvent& event);

    BlockChart& chart_;
    int layers_ = 0;
    bool pressed_ = false;
    Selection selection_;
    BlockIndex anchor_, end_;                // where a span starts, and where the cursor is
};

}  // namespace strato
