// A plan: what to do with which blocks. Its text is `WHERE=ACTION,...` as contract and command line have it.
//
//     Plan plan = Plan::parse("3=linear,10-12=drop,15.attention=drop");
//     plan.check(layers);
//     plan.text();
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/layer_index.h"

namespace strato {

enum class BlockPart { whole, attention, mlp };
enum class ActionKind { drop, linear, lowRank, merge };

struct Edit {
    BlockSpan span;                     // one block, unless part is whole
    BlockPart part = BlockPart::whole;
    ActionKind action = ActionKind::drop;
    int rank = 0;                       // of lowRank, else 0
    bool operator==(const Edit&) const = default;

    std::string where() const;          // "5-8", "7.attention"
    std::string actionText() const;     // "drop", "linear", "lowrank:64", "merge"
    std::string text() const { return where() + "=" + actionText(); }
    bool needsMap() const { return action != ActionKind::drop; }
};

class Plan {
public:
    // Reads a plan; the empty text is the empty plan. Throws UsageError saying which piece is malformed, or which two edits
    // touch the same half of a block.
    static Plan parse(std::string_view text);

    // Edits in order of their blocks; no two overlap.
    const std::vector<Edit>& edits() const { return edits_; }
    bool empty() const { return edits_.empty(); }
    bool operator==(const Plan&) const = default;

    // As parse() reads it, in canonical order: equal plans have equal texts.
    std::string text() const;

    // Throws UsageError if an edit names a block outside 0 .. layers - 1, or if nothing of the model would be left.
    void check(int layers) const;

    // The edit that covers the whole of `block`, if any.
    const Edit* wholeEdit(BlockIndex block) const;

    // This plan with `edit` in place of every edit it overlaps; without any edit that touches `span`. Of a longer span that is only
    // touched, a drop stays where it is not, and a map, which stands for the whole span, goes.
    Plan with(const Edit& edit) const;
    Plan without(const BlockSpan& span) const;

    // The first block any edit touches, or `layers` for the empty plan.
    BlockIndex firstEditedBlock(int layers) const;

private:
    std::vector<Edit> edits_;
};

}  // namespace strato
