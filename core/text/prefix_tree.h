// Texts as a tree of bytes, to find those that begin at a place of another text.
//
//     PrefixTree tree;
//     tree.add("the", 3);
//     tree.forEachPrefix("then", [](std::size_t length, std::uint32_t value) { ... });   // 3, 3
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/text/flat_map.h"

namespace strato {

class PrefixTree {
public:
    // Of two equal texts the first counts. Empty texts are left out.
    void add(std::string_view text, std::uint32_t value) {
        if (text.empty()) return;
        begins_[static_cast<unsigned char>(text[0])] = true;
        std::uint32_t node = 0;
        for (const char byte : text) {
            const std::uint64_t edge = edgeOf(node, byte);
            if (const std::uint32_t* next = children_.find(edge)) {
                node = *next;
            } else {
                children_.set(edge, ++nodes_);
                node = nodes_;
            }
        }
        if (!values_.find(node)) values_.set(node, value);
    }

    // Visits every text that `text` begins with, the shortest first: visit(length, value).
    template <typename Visit>
    void forEachPrefix(std::string_view text, Visit visit) const {
        if (text.empty() || !begins_[static_cast<unsigned char>(text[0])]) return;
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::uint32_t* next = children_.find(edgeOf(node, text[i]));
            if (!next) return;
            node = *next;
            if (const std::uint32_t* value = values_.find(node)) visit(i + 1, *value);
        }
    }

private:
    static std::uint64_t edgeOf(std::uint32_t node, char byte) { return std::uint64_t{node} << 8 | static_cast<unsigned char>(byte); }

    std::array<bool, 256> begins_{};         // by first byte
    FlatMap<std::uint32_t> children_;        // by node and byte; the root is node 0
    FlatMap<std::uint32_t> values_;          // of the nodes where a text ends
    std::uint32_t nodes_ = 0;
};

}  // namespace strato
