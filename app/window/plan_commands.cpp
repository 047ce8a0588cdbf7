#include "app/window/plan_commands.h"

#include <algorithm>

#include <QCoreApplication>

namespace strato {

namespace {

QString describe(const Plan& before, const Plan& after) {
    const auto text = [](const Plan& plan) { return QString::fromStdString(plan.text()); };
    if (after.empty()) return QCoreApplication::translate("ChangePlan", "keep all blocks");
    for (const Edit& edit : after.edits())
        if (std::find(before.edits().begin(), before.edits().end(), edit) == before.edits().end())
            return QString::fromStdString(edit.where() + "=" + edit.actionText());
    return QCoreApplication::translate("ChangePlan", "plan %1").arg(text(after));
}

}  // namespace

Plan clicked(const Plan& plan, const BlockSpan& span, ActionKind action) {
    const auto covers = [&](const Edit& edit) {
        return edit.part == BlockPart::whole && edit.action == action && edit.span.first <= span.first && span.last <= edit.span.last;
    };
    const bool there = std::any_of(plan.edits().begin(), plan.edits().end(), covers);
    return there ? plan.without(span) : plan.with({.span = span, .action = action});
}

Plan chosen(const Plan& plan, const BlockSpan& span, const std::optional<ActionKind>& action) {
    return action ? plan.with({.span = span, .action = *action}) : plan.without(span);
}

ChangePlan::ChangePlan(const Plan& before, const Plan& after, std::function<void(const Plan&)> apply)
    : before_(before), after_(after), apply_(std::move(apply)) {
    setText(describe(before, after));
}

}  // namespace strato
