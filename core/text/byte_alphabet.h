// GPT-2's printable alphabet for bytes: each byte as one visible character, so that a vocabulary of strings can hold any text.
//
//     appendByteAlphabet(text, " the");                      // "Ġthe"
#pragma once

#include <string>
#include <string_view>

namespace strato {

// The character of a byte, as UTF-8.
const std::string& characterOfByte(unsigned char byte);

// The byte of a character, or -1 if it is none of the 256.
int byteOfCharacter(char32_t character);

// Appends every byte as its character.
void appendByteAlphabet(std::string& text, std::string_view bytes);

}  // namespace strato
