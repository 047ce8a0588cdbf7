// The strings of a tokeniser and their ids.
//
//     Vocabulary vocabulary = Vocabulary::read(file.at("vocab"));
//     TokenId id = vocabulary.find("Ġthe");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

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

    template <typename Visit>
    void forEach(Visit visit) const {
        for (const auto& [token, id] : ids_) visit(token, id);
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> ids_;
    std::unordered_map<TokenId, const std::string*> tokens_;  // the keys of ids_, which stay where they are when it moves
    TokenId largestId_ = -1;
};

// The token that stands for a byte where characters may fall back to bytes: "<0x0A>".
std::string byteToken(unsigned char byte);

// The ids of the byte tokens of `text`; empty if the vocabulary lacks one of them.
std::vector<TokenId> byteTokens(const Vocabulary& vocabulary, std::string_view text);

}  // namespace strato
