// Models that look whole words up: WordPiece, which cuts a word into the longest known parts from the left (Wu et al.,
// arXiv:1609.08144), and WordLevel, which doesn't cut.
//
//     WordPieceModel model = WordPieceModel::read(file.at("model"));
//     model.encode("playing", ids);                          // "play", "##ing"
#pragma once

#include "core/text/prefix_tree.h"
#include "core/text/token_model.h"

namespace strato {

class WordPieceModel : public TokenModel {
public:
    // From the `model` object of tokenizer.json. Throws Error.
    static WordPieceModel read(const JsonView& node);

    void encode(std::string_view piece, std::vector<TokenId>& ids) const override;
    std::string kind() const override { return "WordPiece"; }

private:
    // `insidePrefix` stands before every part of a word but the first; words of more characters than `longestWord` are unknown.
    WordPieceModel(Vocabulary vocabulary, const std::string& insidePrefix, std::size_t longestWord, TokenId unknown);

    // The ids of the word's parts; empty if a part is unknown.
    std::vector<TokenId> parts(std::string_view word) const;

    PrefixTree first_, inside_;   // parts that may begin a word, and that may follow, without their prefix
    std::size_t longestWord_;
    TokenId unknown_;
};

class WordLevelModel : public TokenModel {
public:
    // From the `model` object of tokenizer.json. Throws Error.
    static WordLevelModel read(const JsonView& node);

    void encode(std::string_view piece, std::vector<TokenId>& ids) const override;
    std::string kind() const override { return "WordLevel"; }

private:
    WordLevelModel(Vocabulary vocabulary, TokenId unknown) : TokenModel(std::move(vocabulary)), unknown_(unknown) {}

    TokenId unknown_;
};

}  // namespace strato
