// UTF-8 and the properties of characters that tokenisers ask for.
//
//     forEachCharacter(text, [&](char32_t character, std::string_view bytes) { ... });
#pragma once

#include <string>
#include <string_view>

namespace strato {

// Length in bytes of the valid character at the start of `text`, or 0 if it is not valid UTF-8 (overlong forms, surrogates
// and values above U+10FFFF are invalid). `invalid` is then the length of the longest part that could have begun one: what
// decoders replace by a single U+FFFD (Unicode 15, section 3.9).
std::size_t validLength(std::string_view text, std::size_t& invalid);

// Where the first invalid part begins; the size of `text` if all of it is valid.
std::size_t firstInvalid(std::string_view text);

// `text` with every invalid part replaced by U+FFFD, as Python's errors="replace" and Rust's from_utf8_lossy do.
std::string replaceInvalid(std::string_view text);

// The character of valid UTF-8 bytes, and back.
char32_t decodeCharacter(std::string_view bytes);
void appendCharacter(std::string& text, char32_t character);

// Bytes of the character that starts with this byte, in valid UTF-8.
std::size_t characterLength(char firstByte);

// The start of the last character before `end`, in valid UTF-8.
std::size_t previousCharacter(std::string_view text, std::size_t end);

// Number of characters of valid UTF-8.
std::size_t countCharacters(std::string_view text);

template <typename Visit>
void forEachCharacter(std::string_view text, Visit visit) {
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view bytes = text.substr(i, characterLength(text[i]));
        visit(decodeCharacter(bytes), bytes);
        i += bytes.size();
    }
}

// What the patterns of tokenisers tell apart: \p{L}, \p{N}, \s and the rest (Unicode 16, as the reference).
enum class CharacterClass : unsigned char { letter, number, blank, other };
CharacterClass classOf(char32_t character);

// Capitals (Lu, Lt), small letters (Ll), and what goes with either (Lm, Lo, M).
enum class LetterCase : unsigned char { none, upper, lower, either };
LetterCase letterCaseOf(char32_t character);

bool isNumeric(char32_t character);         // Nd, Nl, No: Rust's char::is_numeric
bool isPunctuation(char32_t character);     // ASCII punctuation or Unicode P*
bool isWhitespace(char32_t character);      // Unicode White_Space
bool isWord(char32_t character);            // \w: letters, marks, digits, connectors, joiners (Unicode, UTS #18)
bool isMark(char32_t character);            // M*
bool isNonspacingMark(char32_t character);  // Mn
bool isControl(char32_t character);         // Cc but tab and ends of lines, Cf, Co

enum class UnicodeForm { nfc, nfd, nfkc, nfkd };
// By utf8proc, but as the reference library's version of Unicode has it; `text` is valid UTF-8. Throws Error if memory runs out.
std::string normalizeUnicode(std::string_view text, UnicodeForm form);
std::string lowerCase(std::string_view text);

}  // namespace strato
