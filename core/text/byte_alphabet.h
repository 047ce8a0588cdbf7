// GPT-2's printable alphabet for bytes: each byte as one visible character, so that a vocabulary of strings can hold any text.
//
//     toByteAlphabet(" the");                                // "Ġthe"
#pragma once

#include <string>
#include <string_view>

namespace strato {

// The character of a byte, as UTF-8.
const std::string& characterOfByte(unsigned char byte);

// The byte of a character, or -1 if it is none of the 256.
int byteOfCharacter(char32_t character);

// Every byte of `text` as its character.
std::string toByteAlphabet(std::string_view text);

}  // namespace strato
