// Blocks and states are counted apart: L blocks stand between L + 1 states. State 0 enters block 0; state l + 1 is what
// block l returns. Two types keep one from being used as the other.
#pragma once

#include <compare>
#include <string>

namespace strato {

struct BlockIndex {
    int value = 0;
    auto operator<=>(const BlockIndex&) const = default;
};

struct StateIndex {
    int value = 0;
    auto operator<=>(const StateIndex&) const = default;
};

// Blocks first .. last, both included.
struct BlockSpan {
    BlockIndex first;
    BlockIndex last;
    auto operator<=>(const BlockSpan&) const = default;

    StateIndex input() const { return {first.value}; }
    StateIndex output() const { return {last.value + 1}; }
    int count() const { return last.value - first.value + 1; }
    bool contains(BlockIndex block) const { return first <= block && block <= last; }
    bool overlaps(const BlockSpan& other) const { return first <= other.last && other.first <= last; }

    // "7" or "5-8", as plans write it.
    std::string text() const {
        std::string result = std::to_string(first.value);
        if (first != last) result += "-" + std::to_string(last.value);
        return result;
    }
};

}  // namespace strato
