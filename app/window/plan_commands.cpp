#include "app/window/plan_commands.h"

#include <algorithm>

#include <QCoreApplication>
#include <QSettings>

namespace strato {

namespace {

constexpr auto actionKey = "click/action";
constexpr int selectOnly = -1;

QString describe(const Plan& before, const Plan& after) {
    const auto text = [](const Plan& plan) { return QString::fromStdString(plan.text()); };
    if (after.empty()) return QCoreApplication::translate("ChangePlan", "keep all blocks");
    // One edit more, in place of whatever it touches; else the plan says what was done.
    for (const Edit& edit : after.edits())
        if (before.with(edit) == after) return QString::fromStdString(edit.where() + "=" + edit.actionText());
    return QCoreApplication::translate("ChangePlan", "plan %1").arg(text(after));
}

// A block that is dropped loses only its other half then. A map stands for all it covers, so it goes.
Plan withHalfKept(const Plan& plan, const BlockSpan& block, BlockPart part) {
    const Edit* whole = plan.wholeEdit(block.first);
    if (whole && whole->action == ActionKind::drop)
        return plan.with({.span = block, .part = part == BlockPart::attention ? BlockPart::mlp : BlockPart::attention, .action = ActionKind::drop});
    Plan kept;
    for (const Edit& edit : plan.edits())
        if (!edit.span.overlaps(block) || (edit.part != part && edit.part != BlockPart::whole)) kept = kept.with(edit);
    return kept;
}

}  // namespace

ActionInHand ActionInHand::kept() {
    const int action = QSettings().value(actionKey, static_cast<int>(ActionKind::drop)).toInt();
    if (action == selectOnly) return {.action = std::nullopt};
    return action >= 0 && action <= static_cast<int>(ActionKind::merge) ? ActionInHand{.action = static_cast<ActionKind>(action)} : ActionInHand{};
}

void ActionInHand::keep() const { QSettings().setValue(actionKey, action ? static_cast<int>(*action) : selectOnly); }

Plan clicked(const Plan& plan, const BlockSpan& span, const ActionInHand& hand) {
    const auto covered = [&](const BlockSpan& part) {
        return std::any_of(plan.edits().begin(), plan.edits().end(), [&](const Edit& edit) {
            return edit.part == hand.part && edit.action == hand.action && edit.span.first <= part.first && part.last <= edit.span.last &&
                   (edit.action != ActionKind::lowRank || edit.rank == hand.rank);
        });
    };
    bool there = true;
    if (hand.part == BlockPart::whole) there = covered(span);
    else
        for (int block = span.first.value; block <= span.last.value; ++block) there = there && covered({{block}, {block}});
    return chosen(plan, {span, hand.part, there ? std::nullopt : hand.action}, hand.rank);
}

Plan chosen(const Plan& plan, const BlockChoice& choice, int rank) {
    if (choice.part == BlockPart::whole && !choice.action) return plan.without(choice.span);
    const int editRank = choice.action == ActionKind::lowRank ? rank : 0;
    if (choice.part == BlockPart::whole) return plan.with({.span = choice.span, .action = *choice.action, .rank = editRank});
    Plan changed = plan;
    for (int block = choice.span.first.value; block <= choice.span.last.value; ++block) {
        const BlockSpan one{{block}, {block}};
        changed = choice.action ? changed.with({.span = one, .part = choice.part, .action = *choice.action, .rank = editRank}) : withHalfKept(changed, one, choice.part);
    }
    return changed;
}

ChangePlan::ChangePlan(const Plan& before, const Plan& after, std::function<void(const Plan&)> apply)
    : before_(before), after_(after), apply_(std::move(apply)) {
    // The history shows what the plan became, the menu what was done.
    const QString what = describe(before, after);
    setText((after.empty() ? what : QString::fromStdString(after.text())) + '\n' + what);
}

}  // namespace strato
