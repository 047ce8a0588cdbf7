// What a person asks for with a letter or a menu: an action for a span of blocks, or for one half of each of them.
//
//     BlockChoice{{{3}, {5}}, BlockPart::attention, ActionKind::drop};
#pragma once

#include <optional>

#include "core/edit/plan.h"

namespace strato {

struct BlockChoice {
    BlockSpan span;
    BlockPart part = BlockPart::whole;
    std::optional<ActionKind> action = {};   // none: keep
};

}  // namespace strato
