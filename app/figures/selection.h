// What is selected in the window, the same in every view: blocks, and a token of the run with the prompt that it stands in; and what was pinned
// of both, to be compared with.
//
//     chart->showSelection({.blocks = BlockSpan{{3}, {5}}, .token = 17});
#pragma once

#include <optional>

#include "core/base/layer_index.h"

namespace strato {

struct Selection {
    std::optional<BlockSpan> blocks = {};
    std::optional<int> token = {};          // an index into Run::tokens
    std::optional<BlockSpan> pinned = {};
    std::optional<int> pinnedToken = {};    // with its prompt
    bool isPinned() const { return pinned && blocks == pinned && token == pinnedToken; }
    bool operator==(const Selection&) const = default;
};

}  // namespace strato
