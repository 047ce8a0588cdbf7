// Tokens beside the model's own vocabulary: matched in the text as they are, before the model sees the rest.
//
//     for (const TextPart& part : added.split(text, false))
//         part.id >= 0 ? ids.push_back(part.id) : tokenise(part.text);
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/json_view.h"
#include "core/text/normalizer.h"
#include "core/text/prefix_tree.h"
#include "core/text/vocabulary.h"

namespace strato {

struct AddedToken {
    std::string content;
    TokenId id = 0;
    bool singleWord = false;    // not inside a word
    bool stripLeft = false, stripRight = false;  // swallow blanks beside it
    bool normalized = true;     // matched in the normalised text
    bool special = false;

    // An entry of `added_tokens`; the id is settled later. Throws Error.
    static AddedToken read(const JsonView& node);
};

// A part of a text: an added token, or text that is none.
struct TextPart {
    std::string_view text;
    TokenId id = -1;
};

class AddedTokens {
public:
    // Gives the token the id of its content in the vocabulary, or the next free one. A content that is known already only
    // takes the new flags.
    void add(AddedToken token, const Vocabulary& vocabulary);
    // Call once after the last add(): how tokens look in normalised text.
    void settle(const Normalizer& normalizer);

    // Leftmost-longest matches among the tokens that are looked for in raw, or in normalised text. A token that swallowed
    // blanks may be followed by one that begins among them, as in the reference.
    std::vector<TextPart> split(std::string_view text, bool normalized) const;

    const AddedToken* find(TokenId id) const;
    TokenId find(const std::string& content) const;
    TokenId largestId() const { return largestId_; }

private:
    std::vector<AddedToken> tokens_;
    std::unordered_map<std::string, std::size_t> byContent_;
    std::unordered_map<TokenId, std::size_t> byId_;
    TokenId largestId_ = -1;
    PrefixTree raw_, normalized_;  // what to look for, with places in tokens_
};

}  // namespace strato
