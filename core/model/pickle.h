// A Python pickle read as a tree of what it says. Nothing in it is executed: a call stays a node with the callee's name and its
// arguments, and the few names that may occur at all are given by the caller.
//
//     const std::vector<std::string> globals{"collections.OrderedDict"};
//     const PickleTree tree(bytes, globals, "pytorch_model.bin");
//     for (const auto& [key, value] : tree.root().entries()) use(key.text(), value);
//
// Format: CPython's Lib/pickletools.py, protocols 0 to 5. Each byte makes at most one node or entry of 12 bytes, nothing
// loops and nothing recurses, so that time and memory follow the length of the pickle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strato {

enum class PickleKind : std::uint8_t { none, boolean, integer, longInteger, real, text, tuple, list, dictionary, set, global, call, persistent };

class PickleTree;

// A value of a tree, which must outlive it.
class PickleValue {
public:
    PickleKind kind() const;
    bool is(PickleKind asked) const { return kind() == asked; }

    // Of a boolean or integer.
    std::int64_t integer() const;
    // The bytes of a text, or of an integer longer than 8 bytes (little-endian, two's complement).
    std::string_view text() const;
    // Of a global: its index in the list that the tree was given.
    std::size_t global() const;
    // Of a tuple.
    std::size_t size() const;
    PickleValue operator[](std::size_t i) const;
    // Of a call, and of a persistent id (arguments only).
    PickleValue callee() const;
    PickleValue arguments() const;
    // What was put into a dictionary, or into what a call returned; of a list, all keys are none. In order,
    // the first `most` of them.
    std::vector<std::pair<PickleValue, PickleValue>> entries(std::size_t most = SIZE_MAX) const;

private:
    friend class PickleTree;
    PickleValue(const PickleTree& tree, std::uint32_t node) : tree_(&tree), node_(node) {}

    const PickleTree* tree_;
    std::uint32_t node_;
};

class PickleTree {
public:
    // Reads the pickle that `bytes` begins with. Throws Error, starting with `where`, for a damaged pickle, for one that uses what
    // no file of tensors needs, and for a global other than `globals` ("module.name"), which it names.
    PickleTree(std::span<const std::byte> bytes, std::span<const std::string> globals, const std::string& where);
    PickleTree(const PickleTree&) = delete;
    PickleTree& operator=(const PickleTree&) = delete;

    PickleValue root() const { return {*this, root_}; }
    // Bytes up to the pickle's end.
    std::size_t length() const { return length_; }
    std::vector<PickleValue> persistentIds() const;

private:
    friend class PickleValue;
    friend class PickleMachine;

    // What `first` and `second` mean depends on the kind: an integer's halves, a text's place and length, a tuple's place in
    // items_ and its length, a call's callee and arguments, a persistent id's value, a global's index.
    struct Node {
        PickleKind kind;
        std::uint32_t first, second;
    };
    // One value put into a container. Kept apart from containers, whose number a file decides.
    struct Entry {
        std::uint32_t container, key, value;
    };

    std::span<const std::byte> bytes_;
    std::deque<Node> nodes_;               // grows without a second copy of itself
    std::vector<std::uint32_t> items_;
    std::deque<Entry> entries_;            // by container when all is read
    std::uint32_t root_ = 0;
    std::size_t length_ = 0;
};

}  // namespace strato
