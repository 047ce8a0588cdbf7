// A tokenizer.model of SentencePiece: a protocol buffer (sentencepiece_model.proto) of pieces, their scores, and the rules of
// normalisation. Read here and not by the SentencePiece library, which gives no access to the rules, and whose own ids are not what
// the transformers library makes of the file.
//
//     SentencePieceFile file = readSentencePiece(bytes, "tokenizer.model");
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text/tokenizer.h"

namespace strato {

struct SentencePiece {
    enum class Type { normal = 1, unknown = 2, control = 3, userDefined = 4, unused = 5, byte = 6 };

    std::string text;
    double score = 0;
    Type type = Type::normal;
};

struct SentencePieceFile {
    enum class Algorithm { unigram = 1, bpe = 2, word = 3, character = 4 };

    std::vector<SentencePiece> pieces;      // in order of their ids
    Algorithm algorithm = Algorithm::unigram;
    TokenId unknownId = 0;
    std::string unknownPiece = "<unk>";
    std::string charsmap;                   // compiled rules of normalisation; empty: none
};

// Throws Error naming `where` for bytes that are no such file, pieces that are no text or absurdly long, and scores that are no number.
SentencePieceFile readSentencePiece(std::string_view bytes, const std::string& where);

}  // namespace strato
