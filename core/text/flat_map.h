// A hash map from 64-bit keys in one block of memory: a look costs one or two reads, where std::unordered_map costs a chase.
//
//     FlatMap<Merge> merges;
//     merges.set(key, {rank, result});
//     if (const Merge* merge = merges.find(key)) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace strato {

// The key of all ones can't be stored. Values are copied freely.
template <typename Value>
class FlatMap {
public:
    // The value of the key, set or replaced.
    void set(std::uint64_t key, const Value& value) {
        if ((size_ + 1) * 2 > slots_.size()) grow();
        Slot& slot = slots_[slotOf(key)];
        if (slot.key != key) ++size_;
        slot = {key, value};
    }

    // Null if there is no such key. Valid until the next set().
    const Value* find(std::uint64_t key) const {
        if (slots_.empty()) return nullptr;
        const Slot& slot = slots_[slotOf(key)];
        return slot.key == key ? &slot.value : nullptr;
    }

private:
    static constexpr std::uint64_t none = ~std::uint64_t{0};

    struct Slot {
        std::uint64_t key = none;
        Value value{};
    };

    // The slot that holds the key, or the free one where it belongs.
    std::size_t slotOf(std::uint64_t key) const {
        const std::size_t mask = slots_.size() - 1;
        std::uint64_t mixed = key * 0x9E3779B97F4A7C15ULL;
        mixed ^= mixed >> 32;
        std::size_t at = static_cast<std::size_t>(mixed) & mask;
        while (slots_[at].key != key && slots_[at].key != none) at = (at + 1) & mask;
        return at;
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
        old.swap(slots_);
        for (const Slot& slot : old)
            if (slot.key != none) slots_[slotOf(slot.key)] = slot;
    }

    std::vector<Slot> slots_;  // a power of two, at most half full
    std::size_t size_ = 0;
};

}  // namespace strato
