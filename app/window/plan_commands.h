// Where a click becomes a plan: what it asks for, and the command that undoes it.
//
//     undoStack.push(new ChangePlan(plan, clicked(plan, span, {}), apply));
#pragma once

#include <functional>
#include <optional>

#include <QMap>
#include <QUndoCommand>

#include "app/views/block_choice.h"
#include "core/edit/plan.h"

namespace strato {

// What a click does: an action on whole blocks or on one half of each, or, without one, nothing but select; the rank is that of low-rank maps.
struct ActionInHand {
    // As the window was last left, on this machine.
    static ActionInHand kept();
    void keep() const;

    std::optional<ActionKind> action = ActionKind::drop;
    BlockPart part = BlockPart::whole;
    int rank = 16;
};

// The plan after a click on `span` with an action in hand: the edit is added over whatever it touches; a click on edits that are there already takes them away again.
Plan clicked(const Plan& plan, const BlockSpan& span, const ActionInHand& hand);

// The plan after a choice. Halves are named block by block, so a span of them is as many edits.
Plan chosen(const Plan& plan, const BlockChoice& choice, int rank);

// One change of the plan; `apply` shows a plan to the rest of the window.
class ChangePlan : public QUndoCommand {
public:
    ChangePlan(const Plan& before, const Plan& after, std::function<void(const Plan&)> apply);
    void undo() override { apply_(before_); }
    void redo() override { apply_(after_); }

private:
    Plan before_, after_;
    std::function<void(const Plan&)> apply_;
};

// Another set of plans with names.
class ChangeNames : public QUndoCommand {
public:
    using Names = QMap<QString, Plan>;

    ChangeNames(const QString& what, const Names& before, const Names& after, std::function<void(const Names&)> apply)
        : QUndoCommand(what), before_(before), after_(after), apply_(std::move(apply)) {}
    void undo() override { apply_(before_); }
    void redo() override { apply_(after_); }

private:
    Names before_, after_;
    std::function<void(const Names&)> apply_;
};

}  // namespace strato
