// Byte-pair encoding: characters merged pair by pair, in the order the vocabulary learned its merges (Sennrich, Haddow, Birch,
// ACL 2016), with the extensions of tokenizer.json: byte fallback, fused unknowns, whole pieces first.
//
//     BpeModel model = BpeModel::read(file.at("model"));
//     model.encode("Ġworld", ids);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/json_view.h"
#include "core/text/tokenizer.h"

namespace strato {

// Strings to ids and back. An id that is far above all others costs nothing.
class Vocabulary {
public:
    static constexpr std::int64_t largestSaneId = std::int64_t{1} << 24;

    Vocabulary() = default;
    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;

    // A JSON object of tokens and ids, as in vocab.json. Throws Error for another shape and as add() does.
    static Vocabulary read(const JsonView& node);

    // Of two tokens with one id, the first is the one shown. Throws Error for an id that is negative or absurdly large.
    void add(const std::string& token, std::int64_t id, const std::string& where);
    // -1 if there is no such token.
    TokenId find(std::string_view token) const;
    // Empty if there is no such id.
    const std::string& token(TokenId id) const;
    std::size_t size() const { return ids_.size(); }
    TokenId largestId() const { return largestId_; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> ids_;
    std::unordered_map<TokenId, const std::string*> tokens_;  // the keys of ids_, which stay where they are when it moves
    TokenId largestId_ = -1;
};

class BpeModel {
public:
    // From the `model` object of tokenizer.json. Throws Error for another type of model and for merges of unknown tokens.
    static BpeModel read(const JsonView& node);
    // From vocab.json and merges.txt as GPT-2 has them.
    BpeModel(Vocabulary vocabulary, const std::vector<std::pair<std::string, std::string>>& merges);

    // Appends the ids of a piece (valid UTF-8).
    void encode(std::string_view piece, std::vector<TokenId>& ids) const;

    const Vocabulary& vocabulary() const { return vocabulary_; }
    bool hasByteFallback() const { return byteFallback_; }

private:
    struct Merge {
        std::uint32_t rank = 0;
        TokenId result = 0;
    };

    void addMerge(const std::string& left, const std::string& right, std::uint32_t rank);
    const Merge* findMerge(TokenId left, TokenId right) const;
    std::vector<TokenId> startSymbols(std::string_view piece) const;
    void mergeSymbols(const std::vector<TokenId>& symbols, std::vector<TokenId>& ids) const;

    Vocabulary vocabulary_;
    std::unordered_map<std::uint64_t, Merge> merges_;
    TokenId unknown_ = -1;
    bool byteFallback_ = false, fuseUnknown_ = false, ignoreMerges_ = false;
};

}  // namespace strato
