#include "core/text/unicode.h"

#include <utf8proc.h>

#include <cctype>
#include <cstdlib>
#include <memory>

#include "core/base/error.h"
#include "core/text/unicode_versions.h"

namespace strato {

namespace {

unsigned char byteAt(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

// What may follow a lead byte: how many bytes, and the range of the first of them (Unicode 15, table 3-7).
struct Lead {
    std::size_t length = 0;
    unsigned char low = 0x80, high = 0xBF;
};

Lead leadOf(unsigned char byte) {
    if (byte < 0x80) return {1};
    if (byte >= 0xC2 && byte <= 0xDF) return {2};
    if (byte == 0xE0) return {3, 0xA0, 0xBF};
    if (byte == 0xED) return {3, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {3};
    if (byte == 0xF0) return {4, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {4};
    if (byte == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

}  // namespace

std::size_t validLength(std::string_view text, std::size_t& invalid) {
    const Lead lead = leadOf(byteAt(text, 0));
    invalid = 1;
    if (lead.length <= 1) return lead.length;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const unsigned char low = i == 1 ? lead.low : 0x80, high = i == 1 ? lead.high : 0xBF;
        if (i >= text.size() || byteAt(text, i) < low || byteAt(text, i) > high) {
            invalid = i;
            return 0;
        }
    }
    return lead.length;
}

std::size_t firstInvalid(std::string_view text) {
    std::size_t at = 0, invalid = 0;
    while (at < text.size()) {
        const std::size_t length = validLength(text.substr(at), invalid);
        if (length == 0) break;
        at += length;
    }
    return at;
}

std::string replaceInvalid(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        std::size_t invalid = 0;
        const std::size_t length = validLength(text.substr(i), invalid);
        if (length > 0) result.append(text.substr(i, length));
        else result += "\xEF\xBF\xBD";
        i += length > 0 ? length : invalid;
    }
    return result;
}

std::size_t characterLength(char firstByte) {
    const auto byte = static_cast<unsigned char>(firstByte);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

char32_t decodeCharacter(std::string_view bytes) {
    const unsigned char first = byteAt(bytes, 0);
    if (first < 0x80) return first;
    char32_t character = first & (0xFFU >> (bytes.size() + 1));
    for (std::size_t i = 1; i < bytes.size(); ++i) character = character << 6 | (byteAt(bytes, i) & 0x3FU);
    return character;
}

void appendCharacter(std::string& text, char32_t character) {
    const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (character < 0x80) return put(character);
    if (character < 0x800) put(0xC0 | character >> 6);
    else if (character < 0x10000) {
        put(0xE0 | character >> 12);
        put(0x80 | (character >> 6 & 0x3F));
    } else {
        put(0xF0 | character >> 18);
        put(0x80 | (character >> 12 & 0x3F));
        put(0x80 | (character >> 6 & 0x3F));
    }
    put(0x80 | (character & 0x3F));
}

std::size_t countCharacters(std::string_view text) {
    std::size_t count = 0;
    for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
    return count;
}

std::size_t previousCharacter(std::string_view text, std::size_t end) {
    std::size_t start = end - 1;
    while (start > 0 && (byteAt(text, start) & 0xC0U) == 0x80) --start;
    return start;
}

CharacterClass classOf(char32_t character) {
    if (isWhitespace(character)) return CharacterClass::blank;
    const utf8proc_category_t category = categoryOf(character);
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) return CharacterClass::letter;
    return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO ? CharacterClass::number : CharacterClass::other;
}

LetterCase letterCaseOf(char32_t character) {
    const utf8proc_category_t category = categoryOf(character);
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT) return LetterCase::upper;
    if (category == UTF8PROC_CATEGORY_LL) return LetterCase::lower;
    return category >= UTF8PROC_CATEGORY_LM && category <= UTF8PROC_CATEGORY_ME ? LetterCase::either : LetterCase::none;
}

bool isNumeric(char32_t character) {
    // Two sets of digits of Unicode 17, which Rust's own tables know.
    return classOf(character) == CharacterClass::number || (character >= 0x11DE0 && character <= 0x11DE9) || (character >= 0x16FF4 && character <= 0x16FF6);
}

bool isPunctuation(char32_t character) {
    if (character < 0x80) return character > 0x20 && character < 0x7F && !std::isalnum(static_cast<int>(character));
    const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
    // Two characters that were punctuation once.
    if (category < UTF8PROC_CATEGORY_PC || category > UTF8PROC_CATEGORY_PO) return character == 0x166D || character == 0x111C9;
    return !isLaterPunctuation(character);
}

bool isWhitespace(char32_t character) {
    if (character < 0x80) return (character >= 0x09 && character <= 0x0D) || character == 0x20;
    return character == 0x85 || character == 0xA0 || character == 0x1680 || (character >= 0x2000 && character <= 0x200A) ||
           character == 0x2028 || character == 0x2029 || character == 0x202F || character == 0x205F || character == 0x3000;
}

bool isWord(char32_t character) {
    const utf8proc_category_t category = categoryOf(character);
    // Symbols that Unicode calls alphabetic all the same: letters in circles and squares.
    const bool enclosed = (character >= 0x24B6 && character <= 0x24E9) || (character >= 0x1F130 && character <= 0x1F149) ||
                          (character >= 0x1F150 && character <= 0x1F169) || (character >= 0x1F170 && character <= 0x1F189);
    const bool joiner = character == 0x200C || character == 0x200D;
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME) || category == UTF8PROC_CATEGORY_ND ||
           category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_PC || enclosed || joiner;
}

bool isMark(char32_t character) {
    const utf8proc_category_t category = categoryOf(character);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME && !isLaterMark(character);
}

bool isNonspacingMark(char32_t character) {
    return (utf8proc_category(static_cast<utf8proc_int32_t>(character)) == UTF8PROC_CATEGORY_MN && !isLaterNonspacingMark(character)) || character == 0x1734;
}

bool isControl(char32_t character) {
    if (character == 0x09 || character == 0x0A || character == 0x0D || character == 0x890 || character == 0x891 || character == 0x8E2 ||
        character == 0x110CD || (character >= 0x13430 && character <= 0x1343F))
        return false;
    const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CO;
}

namespace {

void appendNormalized(std::string& result, std::string_view text, UnicodeForm form) {
    int options = UTF8PROC_STABLE;
    options |= form == UnicodeForm::nfc || form == UnicodeForm::nfkc ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE;
    if (form == UnicodeForm::nfkc || form == UnicodeForm::nfkd) options |= UTF8PROC_COMPAT;
    utf8proc_uint8_t* buffer = nullptr;
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                                     &buffer, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(buffer, &std::free);
    if (length < 0) throw Error(std::string("a text can't be normalised: ") + utf8proc_errmsg(length));
    result.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
}

}  // namespace

std::string normalizeUnicode(std::string_view text, UnicodeForm form) {
    // Characters below this one stay as they are, unless what follows joins them.
    const char32_t changing = form == UnicodeForm::nfc ? 0x300 : 0x80;
    const auto staysAt = [&](std::size_t at) {
        const char32_t character = decodeCharacter(text.substr(at, characterLength(text[at])));
        return character < changing || isUnknownToNormalisation(character);
    };
    std::string result;
    result.reserve(text.size());
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (byteAt(text, at) < 0x80 || staysAt(at)) {
            at += characterLength(text[at]);
            continue;
        }
        const std::size_t before = at > done ? previousCharacter(text, at) : at;
        const std::size_t begin = before < at && decodeCharacter(text.substr(before, at - before)) < changing ? before : at;
        while (at < text.size() && !staysAt(at)) at += characterLength(text[at]);
        result.append(text, done, begin - done);
        appendNormalized(result, text.substr(begin, at - begin), form);
        done = at;
    }
    return result.append(text, done);
}

std::string lowerCase(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    forEachCharacter(text, [&](char32_t character, std::string_view) {
        // The one character whose lower case is two (SpecialCasing.txt).
        if (character == 0x130) result += "i\xCC\x87";
        else appendCharacter(result, lowerCaseOf(character));
    });
    return result;
}

}  // namespace strato
