#include "core/text/bpe_model.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <queue>

#include "core/base/error.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

std::uint64_t pairKey(TokenId left, TokenId right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

// The token that stands for a byte where characters may fall back to bytes.
std::string byteToken(unsigned char byte) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    return name.data();
}

// One symbol of a piece while it is merged: a linked list in an array, so that merging moves nothing.
struct Symbol {
    TokenId id = 0;
    int previous = -1, next = -1;
    bool alive = true;
};

struct Candidate {
    std::uint32_t rank = 0;
    int position = 0;
    TokenId result = 0;
    // The queue gives the lowest rank first, and among equals the leftmost.
    bool operator<(const Candidate& other) const { return rank != other.rank ? rank > other.rank : position > other.position; }
};

std::pair<std::string, std::string> readMerge(const JsonView& node) {
    if (node.isArray()) {
        const auto parts = node.elements();
        if (parts.size() != 2) node.fail("must be two tokens; fetch the file again");
        return {parts[0].asString(), parts[1].asString()};
    }
    const std::string text = node.asString();
    const std::size_t blank = text.find(' ');
    if (blank == std::string::npos || text.find(' ', blank + 1) != std::string::npos) node.fail("must be two tokens with one blank between them");
    return {text.substr(0, blank), text.substr(blank + 1)};
}

}  // namespace

Vocabulary Vocabulary::read(const JsonView& node) {
    if (!node.isObject()) node.fail("must be an object of tokens and their ids; fetch the file again");
    Vocabulary vocabulary;
    for (const auto& [token, id] : node.raw().items()) {
        if (!id.is_number_integer()) node.fail("must give every token an integer; fetch the file again");
        vocabulary.add(token, id.get<std::int64_t>(), node.where());
    }
    return vocabulary;
}

void Vocabulary::add(const std::string& token, std::int64_t id, const std::string& where) {
    if (id < 0 || id > largestSaneId) throw Error(where + " gives '" + token + "' the id " + std::to_string(id) + ", which no vocabulary has; fetch the file again");
    const auto entry = ids_.insert_or_assign(token, static_cast<TokenId>(id)).first;
    tokens_.try_emplace(entry->second, &entry->first);
    largestId_ = std::max(largestId_, entry->second);
}

TokenId Vocabulary::find(std::string_view token) const {
    const auto entry = ids_.find(token);
    return entry == ids_.end() ? -1 : entry->second;
}

const std::string& Vocabulary::token(TokenId id) const {
    static const std::string none;
    const auto entry = tokens_.find(id);
    return entry == tokens_.end() ? none : *entry->second;
}

BpeModel::BpeModel(Vocabulary vocabulary, const std::vector<std::pair<std::string, std::string>>& merges) : vocabulary_(std::move(vocabulary)) {
    merges_.reserve(merges.size());
    std::uint32_t rank = 0;
    for (const auto& [left, right] : merges) addMerge(left, right, rank++);
}

BpeModel BpeModel::read(const JsonView& node) {
    // Files of the library's first versions don't name the type; only BPE has merges.
    const std::string type = node.string("type", node.has("merges") ? "BPE" : "");
    if (type != "BPE") node.fail("is of the type '" + type + "', which this version doesn't read; it reads BPE");
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (!node.string(key, "").empty()) node.at(key).fail("is set, which this version doesn't read; it reads byte-level and byte-fallback BPE");
    std::vector<std::pair<std::string, std::string>> merges;
    for (const JsonView& merge : node.elements("merges")) merges.push_back(readMerge(merge));
    BpeModel model(Vocabulary::read(node.at("vocab")), merges);
    model.byteFallback_ = node.boolean("byte_fallback", false);
    model.fuseUnknown_ = node.boolean("fuse_unk", false);
    model.ignoreMerges_ = node.boolean("ignore_merges", false);
    if (node.has("unk_token")) model.unknown_ = model.vocabulary_.find(node.string("unk_token"));
    return model;
}

void BpeModel::addMerge(const std::string& left, const std::string& right, std::uint32_t rank) {
    const TokenId leftId = vocabulary_.find(left), rightId = vocabulary_.find(right), result = vocabulary_.find(left + right);
    if (leftId < 0 || rightId < 0 || result < 0)
        throw Error("the tokeniser merges '" + left + "' and '" + right + "', but its vocabulary lacks one of them or the result; its files don't belong together");
    merges_[pairKey(leftId, rightId)] = {rank, result};
}

const BpeModel::Merge* BpeModel::findMerge(TokenId left, TokenId right) const {
    const auto entry = merges_.find(pairKey(left, right));
    return entry == merges_.end() ? nullptr : &entry->second;
}

// A character that the vocabulary lacks becomes its bytes, else the unknown token (a run of them one, if fused), else nothing. A
// pending unknown waits for the next known character, as in the reference.
std::vector<TokenId> BpeModel::startSymbols(std::string_view piece) const {
    std::vector<TokenId> symbols;
    symbols.reserve(piece.size());
    bool pendingUnknown = false;
    forEachCharacter(piece, [&](char32_t, std::string_view character) {
        const TokenId id = vocabulary_.find(character);
        if (id >= 0) {
            if (pendingUnknown) symbols.push_back(unknown_);
            pendingUnknown = false;
            symbols.push_back(id);
            return;
        }
        if (byteFallback_) {
            std::vector<TokenId> bytes;
            for (const char byte : character) bytes.push_back(vocabulary_.find(byteToken(static_cast<unsigned char>(byte))));
            if (std::find(bytes.begin(), bytes.end(), -1) == bytes.end()) {
                symbols.insert(symbols.end(), bytes.begin(), bytes.end());
                return;
            }
        }
        if (unknown_ < 0) return;
        if (pendingUnknown && !fuseUnknown_) symbols.push_back(unknown_);
        pendingUnknown = true;
    });
    if (pendingUnknown) symbols.push_back(unknown_);
    return symbols;
}

void BpeModel::mergeSymbols(const std::vector<TokenId>& start, std::vector<TokenId>& ids) const {
    std::vector<Symbol> symbols(start.size());
    std::priority_queue<Candidate> candidates;
    const auto propose = [&](int left) {
        const int right = left < 0 ? -1 : symbols[static_cast<std::size_t>(left)].next;
        if (right < 0) return;
        if (const Merge* merge = findMerge(symbols[static_cast<std::size_t>(left)].id, symbols[static_cast<std::size_t>(right)].id))
            candidates.push({merge->rank, left, merge->result});
    };
    const int count = static_cast<int>(start.size());
    for (int i = 0; i < count; ++i) symbols[static_cast<std::size_t>(i)] = {start[static_cast<std::size_t>(i)], i - 1, i + 1 < count ? i + 1 : -1, true};
    for (int i = 0; i + 1 < count; ++i) propose(i);
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Symbol& left = symbols[static_cast<std::size_t>(best.position)];
        if (!left.alive || left.next < 0) continue;
        Symbol& right = symbols[static_cast<std::size_t>(left.next)];
        // The symbols may have changed since the pair was proposed.
        const Merge* merge = findMerge(left.id, right.id);
        if (!merge || merge->result != best.result) continue;
        left.id = best.result;
        left.next = right.next;
        right.alive = false;
        if (left.next >= 0) symbols[static_cast<std::size_t>(left.next)].previous = best.position;
        propose(left.previous);
        propose(best.position);
    }
    for (const Symbol& symbol : symbols)
        if (symbol.alive) ids.push_back(symbol.id);
}

void BpeModel::encode(std::string_view piece, std::vector<TokenId>& ids) const {
    if (piece.empty()) return;
    if (ignoreMerges_)
        if (const TokenId whole = vocabulary_.find(piece); whole >= 0) {
            ids.push_back(whole);
            return;
        }
    mergeSymbols(startSymbols(piece), ids);
}

}  // namespace strato
