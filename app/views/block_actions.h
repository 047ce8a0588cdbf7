// The letters and the context menu that act on selected blocks, in any view where blocks can be seen. What they mean for the plan is
// decided elsewhere.
//
//     class BlockGestures : public BlockActions { ... };
#pragma once

#include <functional>
#include <optional>

#include <QObject>

#include "app/figures/chart.h"
#include "app/views/block_choice.h"

class QKeyEvent;
class QMenu;

namespace strato {

class BlockActions : public QObject {
    Q_OBJECT

public:
    // The chart becomes the parent.
    explicit BlockActions(Chart& chart);

    // What the menu offers: low rank at this rank, choices for which `whyNot` has a reason disabled, with it as the tool tip, and beside the
    // others what `foretell` says of them.
    using Words = std::function<QString(const BlockChoice&)>;
    void setOffer(int rank, Words whyNot, Words foretell);
    // The selection of another view.
    virtual void setSelection(const Selection& selection) { cursor_ = selection.blocks; }

    Q_SIGNAL void selected(const strato::Selection& selection);
    // A click, or Space: the action in hand.
    Q_SIGNAL void clicked(const strato::BlockSpan& span);
    // It was the first half of a double click, which means something else.
    Q_SIGNAL void clickTakenBack();
    // A letter or the context menu.
    Q_SIGNAL void chosen(const strato::BlockChoice& choice);

protected:
    // True if the key acts on the selected blocks.
    bool act(const QKeyEvent& event);
    // Of the selected blocks.
    void menu(const QPoint& globalPosition);

    std::optional<BlockSpan> cursor_;

private:
    void addActions(QMenu& menu, const BlockSpan& span, BlockPart part);

    Chart& chart_;
    int rank_ = 1;
    Words whyNot_, foretell_;
};

// True if a shortcut was meant, and no letter.
bool isShortcut(const QKeyEvent& event);

}  // namespace strato
