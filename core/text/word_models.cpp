#include "core/text/word_models.h"

#include "core/base/error.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

TokenId required(TokenId unknown) {
    if (unknown < 0) throw Error("the tokeniser meets a word that its vocabulary lacks, and has no unknown token; its files are damaged");
    return unknown;
}

}  // namespace

WordPieceModel WordPieceModel::read(const JsonView& node) {
    Vocabulary vocabulary = Vocabulary::read(node.at("vocab"));
    const TokenId unknown = vocabulary.find(node.string("unk_token", "[UNK]"));
    return {std::move(vocabulary), node.string("continuing_subword_prefix", "##"),
            static_cast<std::size_t>(node.count("max_input_chars_per_word", 0, 1 << 30, 100)), unknown};
}

WordPieceModel::WordPieceModel(Vocabulary vocabulary, const std::string& insidePrefix, std::size_t longestWord, TokenId unknown)
    : TokenModel(std::move(vocabulary)), longestWord_(longestWord), unknown_(unknown) {
    vocabulary_.forEach([&](const std::string& token, TokenId id) {
        first_.add(token, static_cast<std::uint32_t>(id));
        if (token.starts_with(insidePrefix)) inside_.add(std::string_view(token).substr(insidePrefix.size()), static_cast<std::uint32_t>(id));
    });
}

std::vector<TokenId> WordPieceModel::parts(std::string_view word) const {
    std::vector<TokenId> ids;
    for (std::size_t begin = 0; begin < word.size();) {
        std::size_t longest = 0;
        std::uint32_t id = 0;
        (begin == 0 ? first_ : inside_).forEachPrefix(word.substr(begin), [&](std::size_t length, std::uint32_t found) {
            longest = length;
            id = found;
        });
        if (longest == 0) return {};
        ids.push_back(static_cast<TokenId>(id));
        begin += longest;
    }
    return ids;
}

void WordPieceModel::encode(std::string_view piece, std::vector<TokenId>& ids) const {
    if (piece.empty()) return;
    const std::vector<TokenId> own = countCharacters(piece) > longestWord_ ? std::vector<TokenId>{} : parts(piece);
    if (own.empty()) return ids.push_back(required(unknown_));
    ids.insert(ids.end(), own.begin(), own.end());
}

WordLevelModel WordLevelModel::read(const JsonView& node) {
    Vocabulary vocabulary = Vocabulary::read(node.at("vocab"));
    const TokenId unknown = vocabulary.find(node.string("unk_token", "<unk>"));
    return {std::move(vocabulary), unknown};
}

void WordLevelModel::encode(std::string_view piece, std::vector<TokenId>& ids) const {
    const TokenId id = vocabulary_.find(piece);
    ids.push_back(id >= 0 ? id : required(unknown_));
}

}  // namespace strato
