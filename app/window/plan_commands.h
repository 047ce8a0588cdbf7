// Where a click becomes a plan: what it asks for, and the command that undoes it.
//
//     undoStack.push(new ChangePlan(session, clicked(plan, span, ActionKind::drop)));
#pragma once

#include <functional>
#include <optional>

#include <QUndoCommand>

#include "core/edit/plan.h"

namespace strato {

// The plan after a click on `span` with `action` in hand: the edit is added over whatever it touches; a click on an edit that is
// there already takes it away again.
Plan clicked(const Plan& plan, const BlockSpan& span, ActionKind action);

// The plan after `action` was chosen for `span`; nothing chosen keeps the blocks.
Plan chosen(const Plan& plan, const BlockSpan& span, const std::optional<ActionKind>& action);

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

}  // namespace strato
