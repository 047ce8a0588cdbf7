#include "core/text/token_model.h"

#include "core/text/bpe_model.h"
#include "core/text/unigram_model.h"
#include "core/text/word_models.h"

namespace strato {

namespace {

// Files of the library's first versions don't name the type.
std::string guessedType(const JsonView& node) {
    if (node.has("merges")) return "BPE";
    if (const auto vocabulary = node.find("vocab"); vocabulary && vocabulary->isArray()) return "Unigram";
    return node.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";
}

}  // namespace

std::unique_ptr<TokenModel> readTokenModel(const JsonView& node) {
    const std::string type = node.string("type", guessedType(node));
    if (type == "BPE") return std::make_unique<BpeModel>(BpeModel::read(node));
    if (type == "Unigram") return std::make_unique<UnigramModel>(UnigramModel::read(node));
    if (type == "WordPiece") return std::make_unique<WordPieceModel>(WordPieceModel::read(node));
    if (type == "WordLevel") return std::make_unique<WordLevelModel>(WordLevelModel::read(node));
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads BPE, Unigram, WordPiece and WordLevel");
}

}  // namespace strato
