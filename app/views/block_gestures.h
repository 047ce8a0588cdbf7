// Mouse and keyboard over a chart whose horizontal axis is the blocks, as requests to edit them: click for one, drag or Shift for a
// span, arrows to walk, letters to act. What they mean for the plan is decided elsewhere.
//
//     auto* gestures = new BlockGestures(chart, chart->xAxis);
//     connect(gestures, &BlockGestures::clicked, ...);
#pragma once

#include <functional>
#include <optional>

#include <QObject>

#include "app/figures/chart.h"
#include "app/views/block_choice.h"

class QMenu;

namespace strato {

class BlockGestures : public QObject {
    Q_OBJECT

public:
    // The chart becomes the parent. Nothing happens before setLayers().
    BlockGestures(Chart& chart, QCPAxis* blocks);

    void setLayers(int layers);
    // What the menu offers: low rank at this rank, and choices for which `whyNot` has a reason disabled, with it as the tool tip.
    void setOffer(int rank, std::function<QString(const BlockChoice&)> whyNot);
    // The selection of another view.
    void setCursor(const std::optional<BlockSpan>& span);

    Q_SIGNAL void cursorMoved(const std::optional<strato::BlockSpan>& span);
    // A click, or Space: the action in hand.
    Q_SIGNAL void clicked(const strato::BlockSpan& span);
    // A letter or the context menu.
    Q_SIGNAL void chosen(const strato::BlockChoice& choice);
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
    bool walk(int key, bool extend);
    bool act(int key);
    void addActions(QMenu& menu, const BlockSpan& span, BlockPart part);
    void menu(const QPoint& globalPosition, BlockIndex block);

    Chart& chart_;
    QCPAxis* axis_;
    int layers_ = 0, rank_ = 1;
    std::function<QString(const BlockChoice&)> whyNot_;
    bool pressed_ = false;
    BlockIndex anchor_, end_;                // where a span starts, and where the cursor is
    std::optional<BlockSpan> cursor_;
};

}  // namespace strato
