#include "core/text/added_tokens.h"

#include <algorithm>

#include "core/text/unicode.h"

namespace strato {

namespace {

bool wordBefore(std::string_view text, std::size_t at) {
    if (at == 0) return false;
    const std::size_t start = previousCharacter(text, at);
    return isWord(decodeCharacter(text.substr(start, at - start)));
}

bool wordAfter(std::string_view text, std::size_t at) {
    return at < text.size() && isWord(decodeCharacter(text.substr(at, characterLength(text[at]))));
}

// Never before `limit`, nor, if a token before this one swallowed the blanks under it, before itself.
std::size_t skipBlanksBackwards(std::string_view text, std::size_t at, std::size_t limit) {
    while (at > limit) {
        const std::size_t start = previousCharacter(text, at);
        if (!isWhitespace(decodeCharacter(text.substr(start, at - start)))) break;
        at = start;
    }
    return at;
}

std::size_t skipBlanks(std::string_view text, std::size_t at) {
    while (at < text.size() && isWhitespace(decodeCharacter(text.substr(at, characterLength(text[at]))))) at += characterLength(text[at]);
    return at;
}

}  // namespace

AddedToken AddedToken::read(const JsonView& node) {
    AddedToken token;
    token.content = node.string("content");
    token.singleWord = node.boolean("single_word", false);
    token.stripLeft = node.boolean("lstrip", false);
    token.stripRight = node.boolean("rstrip", false);
    token.special = node.boolean("special", false);
    token.normalized = node.boolean("normalized", !token.special);
    return token;
}

void AddedTokens::add(AddedToken token, const Vocabulary& vocabulary) {
    if (token.content.empty()) return;
    if (const auto known = byContent_.find(token.content); known != byContent_.end()) {
        token.id = tokens_[known->second].id;
        tokens_[known->second] = std::move(token);
        return;
    }
    token.id = vocabulary.find(token.content);
    if (token.id < 0) token.id = std::max(static_cast<TokenId>(vocabulary.size()), largestId_ + 1);
    largestId_ = std::max(largestId_, token.id);
    byContent_[token.content] = tokens_.size();
    byId_.try_emplace(token.id, tokens_.size());
    tokens_.push_back(std::move(token));
}

void AddedTokens::settle(const Normalizer& normalizer) {
    // Where two tokens look the same once normalised, a special one goes first.
    for (const bool special : {true, false})
        for (std::size_t t = 0; t < tokens_.size(); ++t) {
            const AddedToken& token = tokens_[t];
            if (token.special != special) continue;
            if (!token.normalized) raw_.add(token.content, static_cast<std::uint32_t>(t));
            else normalized_.add(normalizer ? normalizer(token.content) : token.content, static_cast<std::uint32_t>(t));
        }
}

std::vector<TextPart> AddedTokens::split(std::string_view text, bool normalized) const {
    const PrefixTree& patterns = normalized ? normalized_ : raw_;
    std::vector<TextPart> parts;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0, found = 0;
        patterns.forEachPrefix(text.substr(at), [&](std::size_t longer, std::uint32_t t) {
            length = longer;
            found = t;
        });
        if (length == 0) {
            ++at;
            continue;
        }
        const AddedToken& token = tokens_[found];
        std::size_t begin = at, end = at + length;
        at = end;
        if (token.singleWord && (wordBefore(text, begin) || wordAfter(text, end))) continue;
        if (token.stripLeft) begin = skipBlanksBackwards(text, begin, done);
        if (token.stripRight) end = skipBlanks(text, end);
        if (begin > done) parts.push_back({text.substr(done, begin - done), -1});
        parts.push_back({text.substr(begin, end - begin), token.id});
        done = end;
    }
    if (done < text.size()) parts.push_back({text.substr(done), -1});
    return parts;
}

const AddedToken* AddedTokens::find(TokenId id) const {
    const auto found = byId_.find(id);
    return found == byId_.end() ? nullptr : &tokens_[found->second];
}

TokenId AddedTokens::find(const std::string& content) const {
    const auto found = byContent_.find(content);
    return found == byContent_.end() ? -1 : tokens_[found->second].id;
}

}  // namespace strato
