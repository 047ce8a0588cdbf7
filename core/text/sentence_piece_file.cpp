#include "core/text/sentence_piece_file.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include "core/base/error.h"
#include "core/text/unicode.h"
#include "core/text/vocabulary.h"

namespace strato {

namespace {

constexpr std::size_t longestPiece = 1024;  // bytes; the real ones have some dozen

// A field of a protocol buffer message: a number, or the bytes of a text or of a message inside.
struct Field {
    std::uint64_t number = 0, value = 0;
    std::string_view bytes = {};
};

class Message {
public:
    Message(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    // visit(field) for every field in order.
    template <typename Visit>
    void forEach(Visit visit) {
        while (!bytes_.empty()) visit(next());
    }

private:
    [[noreturn]] void fail() const { throw Error(where_ + " is no SentencePiece model, or is damaged; fetch the file again"); }

    std::string_view take(std::uint64_t count) {
        if (count > bytes_.size()) fail();
        const std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1)[0]);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
        fail();
    }

    std::uint64_t fixed(std::size_t size) {
        const std::string_view taken = take(size);
        std::uint64_t value = 0;
        for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(taken[i]);
        return value;
    }

    Field next() {
        const std::uint64_t key = varint();
        Field field{.number = key >> 3};
        switch (key & 7) {
            case 0: field.value = varint(); break;
            case 1: field.value = fixed(8); break;
            case 2: field.bytes = take(varint()); break;
            case 5: field.value = fixed(4); break;
            default: fail();
        }
        return field;
    }

    std::string_view bytes_;
    const std::string& where_;
};

SentencePiece readPiece(std::string_view bytes, const std::string& where) {
    SentencePiece piece;
    Message(bytes, where).forEach([&](const Field& field) {
        if (field.number == 1) piece.text = field.bytes;
        else if (field.number == 2) piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field.value));
        else if (field.number == 3) piece.type = static_cast<SentencePiece::Type>(field.value & 7);
    });
    if (piece.text.size() > longestPiece || replaceInvalid(piece.text) != piece.text || !std::isfinite(piece.score))
        throw Error(where + " has a piece that is no text or has no score; fetch the file again");
    return piece;
}

void readTrainer(std::string_view bytes, const std::string& where, SentencePieceFile& file) {
    Message(bytes, where).forEach([&](const Field& field) {
        if (field.number == 3) file.algorithm = static_cast<SentencePieceFile::Algorithm>(field.value & 7);
        else if (field.number == 40) file.unknownId = static_cast<TokenId>(field.value);
        else if (field.number == 45) file.unknownPiece = replaceInvalid(field.bytes);
    });
}

}  // namespace

SentencePieceFile readSentencePiece(std::string_view bytes, const std::string& where) {
    SentencePieceFile file;
    Message(bytes, where).forEach([&](const Field& field) {
        if (field.number == 1) file.pieces.push_back(readPiece(field.bytes, where));
        else if (field.number == 2) readTrainer(field.bytes, where, file);
        else if (field.number == 3)
            Message(field.bytes, where).forEach([&](const Field& rule) {
                if (rule.number == 2) file.charsmap = rule.bytes;
            });
    });
    if (file.pieces.size() < 4 || file.pieces.size() > static_cast<std::size_t>(Vocabulary::largestSaneId))
        throw Error(where + " has " + std::to_string(file.pieces.size()) + " pieces, which is no vocabulary; fetch the file again");
    if (file.unknownId < 0 || file.unknownId >= static_cast<TokenId>(file.pieces.size())) throw Error(where + " has no unknown piece; fetch the file again");
    return file;
}

}  // namespace strato
