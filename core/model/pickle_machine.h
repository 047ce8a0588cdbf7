// The stack machine whose program a pickle is. It puts together a PickleTree and can do nothing else.
//
//     PickleMachine machine(tree, bytes, globals, where);
//     machine.run();
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/pickle.h"

namespace strato {

class PickleMachine {
public:
    PickleMachine(PickleTree& tree, std::span<const std::byte> bytes, std::span<const std::string> globals, const std::string& where);

    // Runs to the pickle's end and leaves its value as the tree's root. Throws Error as PickleTree does.
    void run();

private:
    using Index = std::uint32_t;

    // Each takes the opcodes of one sort and says whether `opcode` is of it.
    bool stepNumber(std::uint8_t opcode);
    bool stepText(std::uint8_t opcode);
    bool stepTuple(std::uint8_t opcode);
    bool stepContainer(std::uint8_t opcode);
    bool stepMemo(std::uint8_t opcode);
    bool stepGlobal(std::uint8_t opcode);
    bool stepCall(std::uint8_t opcode);
    bool stepStack(std::uint8_t opcode);

    std::uint64_t readUnsigned(int bytes);
    std::string_view readLine();
    std::uint64_t readNumberLine();
    // The next `length` bytes, passed over.
    std::size_t skip(std::uint64_t length);

    Index add(PickleKind kind, Index first = 0, Index second = 0);
    void push(Index node);
    void pushInteger(std::int64_t value);
    void pushLong(std::uint64_t length);
    void pushText(std::size_t place, std::size_t length);
    void pushDecimal(std::string_view digits);
    Index pop();
    Index top() const;
    std::string_view popText();
    // The stack from the last mark on, taken off.
    std::vector<Index> popMarked();
    void pushTuple(const std::vector<Index>& values);
    void store(Index container, Index key, Index value);
    // Into the container on top: values, or keys and values in turn.
    void storeAll(const std::vector<Index>& values, bool pairs);
    void remember(std::uint64_t place);
    void recall(std::uint64_t place);
    void pushGlobal(std::string_view module, std::string_view name);
    void pushCall(Index callee, Index arguments);
    void pushCallOf(Index callee, const std::vector<Index>& arguments);
    [[noreturn]] void fail(const std::string& complaint) const;

    PickleTree& tree_;
    std::span<const std::byte> bytes_;
    std::span<const std::string> globals_;
    const std::string& where_;
    std::size_t position_ = 0;
    std::vector<Index> stack_;
    std::vector<Index> marks_;             // heights of the stack
    std::vector<Index> memo_;
    Index none_, yes_, no_, nothing_;      // shared: a value each, and the empty tuple
};

}  // namespace strato
