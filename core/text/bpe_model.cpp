#include "core/text/bpe_model.h"

#include <algorithm>
#include <limits>
#include <queue>

#include "core/base/error.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

constexpr std::string_view blankMark = "\xE2\x96\x81";

std::uint64_t pairKey(TokenId left, TokenId right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

// One symbol of a piece while it is merged: a linked list in an array, so that merging moves nothing.
struct Symbol {
    TokenId id = 0;
    int previous = -1, next = -1;
    bool alive = true;
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

struct BpeModel::Candidate {
    std::uint32_t rank = 0;
    int position = 0;
    TokenId result = 0;
    // The queue gives the lowest rank first, and among equals the leftmost.
    bool operator<(const Candidate& other) const { return rank != other.rank ? rank > other.rank : position > other.position; }
};

std::vector<Merge> findMerges(const Vocabulary& vocabulary, const std::vector<std::pair<std::string, std::string>>& pairs, const std::string& insidePrefix) {
    std::vector<Merge> merges;
    merges.reserve(pairs.size());
    for (const auto& [left, right] : pairs) {
        const std::string joined = left + right.substr(std::min(insidePrefix.size(), right.size()));
        merges.push_back({vocabulary.find(left), vocabulary.find(right), vocabulary.find(joined)});
        if (merges.back().left < 0 || merges.back().right < 0 || merges.back().result < 0)
            throw Error("the tokeniser merges '" + left + "' and '" + right + "', but its vocabulary lacks one of them or the result; its files don't belong together");
    }
    return merges;
}

BpeModel::BpeModel(Vocabulary vocabulary, const std::vector<Merge>& merges, BpeOptions options)
    : TokenModel(std::move(vocabulary)), options_(std::move(options)) {
    std::uint32_t rank = 0;
    for (const Merge& merge : merges) merges_.set(pairKey(merge.left, merge.right), {rank++, merge.result});
    if (!options_.unknown.empty()) unknown_ = vocabulary_.find(options_.unknown);
    readCharacters();
    findCutMark();
}

BpeModel BpeModel::read(const JsonView& node) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const JsonView& pair : node.elements("merges")) pairs.push_back(readMerge(pair));
    if (node.number("dropout", 0) != 0) node.at("dropout").fail("makes ids random, which this program doesn't do; set it to null");
    Vocabulary vocabulary = Vocabulary::read(node.at("vocab"));
    const std::vector<Merge> merges = findMerges(vocabulary, pairs, node.string("continuing_subword_prefix", ""));
    return BpeModel(std::move(vocabulary), merges,
                    {.unknown = node.string("unk_token", ""),
                     .insidePrefix = node.string("continuing_subword_prefix", ""),
                     .endSuffix = node.string("end_of_word_suffix", ""),
                     .byteFallback = node.boolean("byte_fallback", false),
                     .fuseUnknown = node.boolean("fuse_unk", false),
                     .ignoreMerges = node.boolean("ignore_merges", false)});
}

void BpeModel::readCharacters() {
    for (char32_t character = 0; character < characters_.size(); ++character) {
        std::string text;
        appendCharacter(text, character);
        characters_[character] = vocabulary_.find(text);
    }
}

// Where no token holds a mark of a blank after another character, no merge reaches over such a place.
void BpeModel::findCutMark() {
    if (vocabulary_.find(blankMark) < 0 || options_.ignoreMerges || !options_.insidePrefix.empty() || !options_.endSuffix.empty()) return;
    bool crossed = false;
    vocabulary_.forEach([&](const std::string& token, TokenId) {
        const std::size_t last = token.rfind(blankMark);
        crossed = crossed || (last != std::string::npos && last > 0 && token.substr(0, last).find_first_not_of(blankMark) != std::string::npos);
    });
    if (!crossed) cutMark_ = blankMark;
}

const BpeModel::Ranked* BpeModel::findMerge(TokenId left, TokenId right) const { return merges_.find(pairKey(left, right)); }

TokenId BpeModel::symbolOf(std::string_view character, bool first, bool last) const {
    const bool bare = (first || options_.insidePrefix.empty()) && (!last || options_.endSuffix.empty());
    if (!bare) return vocabulary_.find((first ? "" : options_.insidePrefix) + std::string(character) + (last ? options_.endSuffix : ""));
    const char32_t value = decodeCharacter(character);
    return value < characters_.size() ? characters_[value] : vocabulary_.find(character);
}

// A character that the vocabulary lacks becomes its bytes, else the unknown token (a run of them one, if fused), else nothing. A
// pending unknown waits for the next known character, as in the reference.
void BpeModel::startSymbols(std::string_view piece, std::vector<TokenId>& symbols) const {
    bool pendingUnknown = false;
    std::size_t at = 0;
    forEachCharacter(piece, [&](char32_t, std::string_view character) {
        const bool first = at == 0, last = (at += character.size()) == piece.size();
        if (const TokenId id = symbolOf(character, first, last); id >= 0) {
            if (pendingUnknown) symbols.push_back(unknown_);
            pendingUnknown = false;
            symbols.push_back(id);
            return;
        }
        if (options_.byteFallback) {
            const std::string whole = (first ? "" : options_.insidePrefix) + std::string(character) + (last ? options_.endSuffix : "");
            const std::vector<TokenId> bytes = byteTokens(vocabulary_, whole);
            symbols.insert(symbols.end(), bytes.begin(), bytes.end());
            if (!bytes.empty()) return;
        }
        if (unknown_ < 0) return;
        if (pendingUnknown && !options_.fuseUnknown) symbols.push_back(unknown_);
        pendingUnknown = true;
    });
    if (pendingUnknown) symbols.push_back(unknown_);
}

// For words: looks at all pairs for the best one, which for a dozen symbols is faster than a queue.
void BpeModel::mergeFew(std::vector<TokenId>& symbols) const {
    constexpr Ranked never{std::numeric_limits<std::uint32_t>::max(), -1};
    const auto mergeAt = [&](std::size_t i) {
        const Ranked* merge = i + 1 < symbols.size() ? findMerge(symbols[i], symbols[i + 1]) : nullptr;
        return merge ? *merge : never;
    };
    std::array<Ranked, 64> pairs;
    for (std::size_t i = 0; i < symbols.size(); ++i) pairs[i] = mergeAt(i);
    while (symbols.size() > 1) {
        const auto end = pairs.begin() + static_cast<std::ptrdiff_t>(symbols.size()) - 1;
        const auto best = std::min_element(pairs.begin(), end, [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
        if (best->result < 0) return;
        const auto at = static_cast<std::size_t>(best - pairs.begin());
        symbols[at] = best->result;
        symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        std::copy(best + 2, end + 1, best + 1);
        pairs[at] = mergeAt(at);
        if (at > 0) pairs[at - 1] = mergeAt(at - 1);
    }
}

// For whole texts: O(n log n).
void BpeModel::mergeMany(std::vector<TokenId>& start) const {
    std::vector<Symbol> symbols(start.size());
    std::priority_queue<Candidate> candidates;
    const auto symbol = [&](int i) -> Symbol& { return symbols[static_cast<std::size_t>(i)]; };
    const auto propose = [&](int left) {
        const int right = left < 0 ? -1 : symbol(left).next;
        if (right < 0) return;
        if (const Ranked* merge = findMerge(symbol(left).id, symbol(right).id)) candidates.push({merge->rank, left, merge->result});
    };
    const int count = static_cast<int>(start.size());
    for (int i = 0; i < count; ++i) symbol(i) = {start[static_cast<std::size_t>(i)], i - 1, i + 1 < count ? i + 1 : -1, true};
    for (int i = 0; i + 1 < count; ++i) propose(i);
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Symbol& left = symbol(best.position);
        if (!left.alive || left.next < 0) continue;
        Symbol& right = symbol(left.next);
        // The symbols may have changed since the pair was proposed.
        const Ranked* merge = findMerge(left.id, right.id);
        if (!merge || merge->result != best.result) continue;
        left.id = best.result;
        left.next = right.next;
        right.alive = false;
        if (left.next >= 0) symbol(left.next).previous = best.position;
        propose(left.previous);
        propose(best.position);
    }
    start.clear();
    for (const Symbol& one : symbols)
        if (one.alive) start.push_back(one.id);
}

void BpeModel::encode(std::string_view piece, std::vector<TokenId>& ids) const {
    if (piece.empty()) return;
    if (options_.ignoreMerges)
        if (const TokenId whole = vocabulary_.find(piece); whole >= 0) {
            ids.push_back(whole);
            return;
        }
    std::vector<TokenId> symbols;
    symbols.reserve(piece.size());
    startSymbols(piece, symbols);
    symbols.size() <= 64 ? mergeFew(symbols) : mergeMany(symbols);
    ids.insert(ids.end(), symbols.begin(), symbols.end());
}

}  // namespace strato
