#include "core/text/byte_alphabet.h"

#include <array>
#include <unordered_map>

#include "core/text/unicode.h"

namespace strato {

namespace {

struct Alphabet {
    std::array<std::string, 256> characters;
    std::array<int, 0x200> bytes{};

    Alphabet() {
        bytes.fill(-1);
        char32_t next = 0x100;
        for (int byte = 0; byte < 256; ++byte) {
            const bool visible = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
            const char32_t character = visible ? static_cast<char32_t>(byte) : next++;
            appendCharacter(characters[static_cast<std::size_t>(byte)], character);
            bytes[character] = byte;
        }
    }
};

const Alphabet& alphabet() {
    static const Alphabet instance;
    return instance;
}

}  // namespace

const std::string& characterOfByte(unsigned char byte) { return alphabet().characters[byte]; }

int byteOfCharacter(char32_t character) {
    return character < alphabet().bytes.size() ? alphabet().bytes[character] : -1;
}

void appendByteAlphabet(std::string& text, std::string_view bytes) {
    for (const char byte : bytes) {
        const std::string& character = characterOfByte(static_cast<unsigned char>(byte));
        character.size() == 1 ? text += character[0] : text += character;
    }
}

}  // namespace strato
