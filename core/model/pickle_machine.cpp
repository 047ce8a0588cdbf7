#include "core/model/pickle_machine.h"

#include <algorithm>
#include <charconv>

#include "core/base/error.h"

namespace strato {

namespace {

// Far beyond any checkpoint's description, which takes a few hundred bytes a tensor.
constexpr std::size_t lengthLimit = std::size_t{64} << 20;
constexpr std::uint32_t absent = UINT32_MAX;

// A name from a hostile file, fit for one line of an error.
std::string printable(std::string_view text) {
    constexpr std::size_t longest = 100;
    std::string shown(text.substr(0, longest));
    for (char& c : shown)
        if (c < ' ' || c > '~') c = '?';
    return text.size() > longest ? shown + "..." : shown;
}

}  // namespace

PickleMachine::PickleMachine(PickleTree& tree, std::span<const std::byte> bytes, std::span<const std::string> globals, const std::string& where)
    : tree_(tree), bytes_(bytes.first(std::min(bytes.size(), lengthLimit))), globals_(globals), where_(where) {
    tree_.bytes_ = bytes_;
    none_ = add(PickleKind::none);
    no_ = add(PickleKind::boolean, 0, 0);
    yes_ = add(PickleKind::boolean, 0, 1);
    nothing_ = add(PickleKind::tuple);
}

void PickleMachine::run() {
    for (;;) {
        const auto opcode = static_cast<std::uint8_t>(readUnsigned(1));
        if (opcode == '.') break;
        if (!stepNumber(opcode) && !stepText(opcode) && !stepTuple(opcode) && !stepContainer(opcode) && !stepMemo(opcode) &&
            !stepGlobal(opcode) && !stepCall(opcode) && !stepStack(opcode))
            fail("has the instruction " + std::to_string(opcode) + ", which no file of weights needs");
    }
    tree_.root_ = pop();
    tree_.length_ = position_;
}

bool PickleMachine::stepNumber(std::uint8_t opcode) {
    switch (opcode) {
        case 'K': pushInteger(static_cast<std::int64_t>(readUnsigned(1))); return true;                          // BININT1
        case 'M': pushInteger(static_cast<std::int64_t>(readUnsigned(2))); return true;                          // BININT2
        case 'J': pushInteger(static_cast<std::int32_t>(readUnsigned(4))); return true;                          // BININT
        case 0x8a: pushLong(readUnsigned(1)); return true;                                                       // LONG1
        case 0x8b: pushLong(readUnsigned(4)); return true;                                                       // LONG4
        case 'I': case 'L': pushDecimal(readLine()); return true;                                                // INT, LONG
        case 'G': skip(8); push(add(PickleKind::real)); return true;                                             // BINFLOAT
        case 'F': readLine(); push(add(PickleKind::real)); return true;                                          // FLOAT
        default: return false;
    }
}

bool PickleMachine::stepText(std::uint8_t opcode) {
    int lengthBytes = 0;
    switch (opcode) {
        case 'U': case 'C': case 0x8c: lengthBytes = 1; break;                        // SHORT_BINSTRING, SHORT_BINBYTES, SHORT_BINUNICODE
        case 'T': case 'B': case 'X': lengthBytes = 4; break;                         // BINSTRING, BINBYTES, BINUNICODE
        case 0x8d: case 0x8e: case 0x96: lengthBytes = 8; break;                      // BINUNICODE8, BINBYTES8, BYTEARRAY8
        case 'S': case 'V': {                                                         // STRING, UNICODE
            const std::string_view line = readLine();
            const std::size_t quotes = opcode == 'S' && line.size() >= 2 ? 1 : 0;
            pushText(position_ - 1 - line.size() + quotes, line.size() - 2 * quotes);
            return true;
        }
        default: return false;
    }
    const std::uint64_t length = readUnsigned(lengthBytes);
    pushText(skip(length), static_cast<std::size_t>(length));
    return true;
}

bool PickleMachine::stepTuple(std::uint8_t opcode) {
    switch (opcode) {
        case ')': push(nothing_); return true;                                        // EMPTY_TUPLE
        case 't': pushTuple(popMarked()); return true;                                // TUPLE
        case 0x85: case 0x86: case 0x87: {                                            // TUPLE1, TUPLE2, TUPLE3
            std::vector<Index> values(opcode - 0x84U);
            for (std::size_t i = values.size(); i-- > 0;) values[i] = pop();
            pushTuple(values);
            return true;
        }
        default: return false;
    }
}

bool PickleMachine::stepContainer(std::uint8_t opcode) {
    switch (opcode) {
        case ']': push(add(PickleKind::list)); return true;                           // EMPTY_LIST
        case '}': push(add(PickleKind::dictionary)); return true;                     // EMPTY_DICT
        case 0x8f: push(add(PickleKind::set)); return true;                           // EMPTY_SET
        case 'a': case 's': {                                                         // APPEND, SETITEM
            const Index value = pop(), key = opcode == 's' ? pop() : none_;
            store(top(), key, value);
            return true;
        }
        case 'l': case 'd': case 0x91: {                                              // LIST, DICT, FROZENSET
            const std::vector<Index> values = popMarked();
            push(add(opcode == 'l' ? PickleKind::list : opcode == 'd' ? PickleKind::dictionary : PickleKind::set));
            storeAll(values, opcode == 'd');
            return true;
        }
        case 'e': case 'u': case 0x90: {                                              // APPENDS, SETITEMS, ADDITEMS
            const std::vector<Index> values = popMarked();
            storeAll(values, opcode == 'u');
            return true;
        }
        default: return false;
    }
}

bool PickleMachine::stepMemo(std::uint8_t opcode) {
    switch (opcode) {
        case 'p': remember(readNumberLine()); return true;                            // PUT
        case 'q': remember(readUnsigned(1)); return true;                             // BINPUT
        case 'r': remember(readUnsigned(4)); return true;                             // LONG_BINPUT
        case 0x94: remember(memo_.size()); return true;                               // MEMOIZE
        case 'g': recall(readNumberLine()); return true;                              // GET
        case 'h': recall(readUnsigned(1)); return true;                               // BINGET
        case 'j': recall(readUnsigned(4)); return true;                               // LONG_BINGET
        default: return false;
    }
}

bool PickleMachine::stepGlobal(std::uint8_t opcode) {
    switch (opcode) {
        case 'c': {                                                                   // GLOBAL
            const std::string_view module = readLine();
            pushGlobal(module, readLine());
            return true;
        }
        case 0x93: {                                                                  // STACK_GLOBAL
            const std::string_view name = popText();
            pushGlobal(popText(), name);
            return true;
        }
        default: return false;
    }
}

bool PickleMachine::stepCall(std::uint8_t opcode) {
    switch (opcode) {
        case 'i': {                                                                   // INST
            const std::string_view module = readLine();
            pushGlobal(module, readLine());
            const Index callee = pop();
            pushCallOf(callee, popMarked());
            return true;
        }
        case 'o': {                                                                   // OBJ
            std::vector<Index> values = popMarked();
            if (values.empty()) fail("makes an object of nothing");
            const Index callee = values.front();
            values.erase(values.begin());
            pushCallOf(callee, values);
            return true;
        }
        case 'R': case 0x81: case 0x92: {                                             // REDUCE, NEWOBJ, NEWOBJ_EX
            if (opcode == 0x92) pop();
            const Index arguments = pop();
            pushCall(pop(), arguments);
            return true;
        }
        case 'b': pop(); top(); return true;                                          // BUILD: attributes of what was made; tensors need none
        case 'Q': push(add(PickleKind::persistent, 0, pop())); return true;           // BINPERSID
        default: return false;
    }
}

bool PickleMachine::stepStack(std::uint8_t opcode) {
    switch (opcode) {
        case 0x80: skip(1); return true;                                              // PROTO
        case 0x95: skip(8); return true;                                              // FRAME
        case 'N': push(none_); return true;                                           // NONE
        case 0x88: push(yes_); return true;                                           // NEWTRUE
        case 0x89: push(no_); return true;                                            // NEWFALSE
        case '(': marks_.push_back(static_cast<Index>(stack_.size())); return true;   // MARK
        case '1': popMarked(); return true;                                           // POP_MARK
        case '2': push(top()); return true;                                           // DUP
        case '0':                                                                     // POP: of a mark, if that is on top
            if (!marks_.empty() && marks_.back() == stack_.size()) marks_.pop_back();
            else pop();
            return true;
        default: return false;
    }
}

std::uint64_t PickleMachine::readUnsigned(int bytes) {
    const std::size_t place = skip(static_cast<std::uint64_t>(bytes));
    std::uint64_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes_[place + static_cast<std::size_t>(i)]);
    return value;
}

std::string_view PickleMachine::readLine() {
    const std::string_view rest(reinterpret_cast<const char*>(bytes_.data()) + position_, bytes_.size() - position_);
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) fail("ends in the middle");
    position_ += end + 1;
    return rest.substr(0, end);
}

std::uint64_t PickleMachine::readNumberLine() {
    const std::string_view line = readLine();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (error != std::errc() || end != line.data() + line.size()) fail("has a place that is no number");
    return value;
}

std::size_t PickleMachine::skip(std::uint64_t length) {
    if (length > bytes_.size() - position_) fail("ends in the middle");
    const std::size_t place = position_;
    position_ += static_cast<std::size_t>(length);
    return place;
}

PickleMachine::Index PickleMachine::add(PickleKind kind, Index first, Index second) {
    tree_.nodes_.push_back({kind, first, second});
    return static_cast<Index>(tree_.nodes_.size() - 1);
}

// Writers fill containers a thousand values at a time.
void PickleMachine::push(Index node) {
    constexpr std::size_t highest = std::size_t{1} << 20;
    if (stack_.size() >= highest) fail("piles up more values than any file of weights");
    stack_.push_back(node);
}

void PickleMachine::pushInteger(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    push(add(PickleKind::integer, static_cast<Index>(bits >> 32), static_cast<Index>(bits)));
}

void PickleMachine::pushLong(std::uint64_t length) {
    const std::size_t place = skip(length);
    if (length > 8) return push(add(PickleKind::longInteger, static_cast<Index>(place), static_cast<Index>(length)));
    const bool negative = length > 0 && (static_cast<std::uint8_t>(bytes_[position_ - 1]) & 0x80U) != 0;
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = position_; i-- > place;) value = value << 8 | static_cast<std::uint8_t>(bytes_[i]);
    pushInteger(static_cast<std::int64_t>(value));
}

void PickleMachine::pushDecimal(std::string_view digits) {
    if (digits == "00" || digits == "01") return push(digits == "01" ? yes_ : no_);
    if (digits.ends_with('L')) digits.remove_suffix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range) return push(add(PickleKind::longInteger));
    if (error != std::errc() || end != digits.data() + digits.size()) fail("has a number that is none");
    pushInteger(value);
}

void PickleMachine::pushText(std::size_t place, std::size_t length) {
    push(add(PickleKind::text, static_cast<Index>(place), static_cast<Index>(length)));
}

PickleMachine::Index PickleMachine::pop() {
    const Index node = top();
    stack_.pop_back();
    return node;
}

PickleMachine::Index PickleMachine::top() const {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) fail("takes more from its stack than it put there");
    return stack_.back();
}

std::string_view PickleMachine::popText() {
    const PickleTree::Node node = tree_.nodes_[pop()];
    if (node.kind != PickleKind::text) fail("names a function by what is no text");
    return {reinterpret_cast<const char*>(bytes_.data()) + node.first, node.second};
}

std::vector<PickleMachine::Index> PickleMachine::popMarked() {
    if (marks_.empty()) fail("lacks a mark");
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Index> values(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return values;
}

void PickleMachine::pushTuple(const std::vector<Index>& values) {
    const auto first = static_cast<Index>(tree_.items_.size());
    tree_.items_.insert(tree_.items_.end(), values.begin(), values.end());
    push(add(PickleKind::tuple, first, static_cast<Index>(values.size())));
}

void PickleMachine::store(Index container, Index key, Index value) {
    const PickleKind kind = tree_.nodes_[container].kind;
    if (kind != PickleKind::list && kind != PickleKind::dictionary && kind != PickleKind::set && kind != PickleKind::call)
        fail("puts something into what holds nothing");
    tree_.entries_.push_back({container, key, value});
}

void PickleMachine::storeAll(const std::vector<Index>& values, bool pairs) {
    if (pairs && values.size() % 2 != 0) fail("has a key without a value");
    for (std::size_t i = 0; i < values.size(); i += pairs ? 2 : 1)
        store(top(), pairs ? values[i] : none_, values[pairs ? i + 1 : i]);
}

// Writers count up from 0 or 1; a place beyond the bytes read so far would only make the memo large.
void PickleMachine::remember(std::uint64_t place) {
    if (place > position_) fail("has a memo with a gap");
    if (place >= memo_.size()) memo_.resize(static_cast<std::size_t>(place) + 1, absent);
    memo_[static_cast<std::size_t>(place)] = top();
}

void PickleMachine::recall(std::uint64_t place) {
    if (place >= memo_.size() || memo_[static_cast<std::size_t>(place)] == absent) fail("recalls what it never remembered");
    push(memo_[static_cast<std::size_t>(place)]);
}

void PickleMachine::pushGlobal(std::string_view module, std::string_view name) {
    const std::string full = std::string(module) + "." + std::string(name);
    const auto known = std::find(globals_.begin(), globals_.end(), full);
    if (known == globals_.end())
        throw Error(where_ + " asks to call '" + printable(full) +
                    "', which no file of weights needs: it is hostile or holds a program; don't use it");
    push(add(PickleKind::global, static_cast<Index>(known - globals_.begin())));
}

void PickleMachine::pushCall(Index callee, Index arguments) {
    if (tree_.nodes_[callee].kind != PickleKind::global || tree_.nodes_[arguments].kind != PickleKind::tuple)
        fail("calls what is no function");
    push(add(PickleKind::call, callee, arguments));
}

void PickleMachine::pushCallOf(Index callee, const std::vector<Index>& arguments) {
    pushTuple(arguments);
    const Index tuple = pop();
    pushCall(callee, tuple);
}

void PickleMachine::fail(const std::string& complaint) const {
    throw Error(where_ + ": its pickle " + complaint + " (at byte " + std::to_string(position_) +
                "); the file is damaged or hostile, fetch it again");
}

}  // namespace strato
