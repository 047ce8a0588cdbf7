#include "core/text/normalizer.h"

#include <algorithm>
#include <memory>

#include "core/text/base64.h"
#include "core/text/byte_alphabet.h"
#include "core/text/charsmap.h"
#include "core/text/pattern.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

std::string stripped(const std::string& text, bool left, bool right) {
    std::size_t begin = text.size(), end = 0, at = 0;
    forEachCharacter(text, [&](char32_t character, std::string_view bytes) {
        if (!isWhitespace(character)) {
            begin = std::min(begin, at);
            end = at + bytes.size();
        }
        at += bytes.size();
    });
    if (begin >= end) return left || right ? std::string() : text;
    const std::size_t first = left ? begin : 0, last = right ? end : text.size();
    return text.substr(first, last - first);
}

// Every character that `keep` turns away is left out.
template <typename Keep>
std::string filtered(std::string_view text, Keep keep) {
    std::string result;
    result.reserve(text.size());
    forEachCharacter(text, [&](char32_t character, std::string_view bytes) {
        if (keep(character)) result += bytes;
    });
    return result;
}

bool isIdeograph(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B81F) ||
           (c >= 0x2B920 && c <= 0x2CEAF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

// The rules of BERT's code, in its order (Devlin et al., NAACL 2019).
Normalizer readBert(const JsonView& node) {
    const bool clean = node.boolean("clean_text", true), ideographs = node.boolean("handle_chinese_chars", true),
               lower = node.boolean("lowercase", true), strip = node.boolean("strip_accents", lower);
    return [=](std::string text) {
        if (clean || ideographs) {
            std::string result;
            forEachCharacter(text, [&](char32_t c, std::string_view bytes) {
                if (clean && (c == 0 || c == 0xFFFD || isControl(c))) return;
                if (clean && isWhitespace(c)) result += ' ';
                else if (ideographs && isIdeograph(c)) result.append(" ").append(bytes).append(" ");
                else result += bytes;
            });
            text = std::move(result);
        }
        if (strip) text = filtered(normalizeUnicode(text, UnicodeForm::nfd), [](char32_t c) { return !isNonspacingMark(c); });
        return lower ? lowerCase(text) : text;
    };
}

// SentencePiece's "nmt" rules: control characters vanish, strange blanks become blanks.
std::string nmtText(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    forEachCharacter(text, [&](char32_t c, std::string_view bytes) {
        const bool blank = c == 0x09 || c == 0x0A || c == 0x0C || c == 0x0D || c == 0x1680 || (c >= 0x200B && c <= 0x200F) || c == 0x2028 ||
                           c == 0x2029 || c == 0x2581 || c == 0xFEFF || c == 0xFFFD;
        const bool gone = (c > 0 && c < 0x20) || c == 0x7F || c == 0x8F || c == 0x9F;
        if (blank) result += ' ';
        else if (!gone) result += bytes;
    });
    return result;
}

Normalizer readNormalizers(const JsonView& node) {
    std::vector<Normalizer> steps;
    for (const JsonView& step : node.elements("normalizers")) steps.push_back(readNormalizer(step));
    return [steps](std::string text) {
        for (const Normalizer& step : steps) text = step(std::move(text));
        return text;
    };
}

}  // namespace

Normalizer charsmapNormalizer(std::string_view bytes, const std::string& where) {
    return [map = std::make_shared<const Charsmap>(bytes, where)](const std::string& text) { return map->normalize(text); };
}

Normalizer readNormalizer(const JsonView& node) {
    const std::string type = node.string("type");
    if (type == "Sequence") return readNormalizers(node);
    if (type == "NFC") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfc); };
    if (type == "NFD") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfd); };
    if (type == "NFKC") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfkc); };
    if (type == "NFKD") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfkd); };
    if (type == "Precompiled") {
        const JsonView map = node.at("precompiled_charsmap");
        return charsmapNormalizer(decodeBase64(map.asString(), map.where()), map.where());
    }
    if (type == "StripAccents") return [](const std::string& text) { return filtered(text, [](char32_t c) { return !isMark(c); }); };
    if (type == "Nmt") return [](const std::string& text) { return nmtText(text); };
    if (type == "BertNormalizer") return readBert(node);
    if (type == "ByteLevel")
        return [](const std::string& text) {
            std::string result;
            appendByteAlphabet(result, text);
            return result;
        };
    if (type == "Lowercase") return [](const std::string& text) { return lowerCase(text); };
    if (type == "Strip")
        return [left = node.boolean("strip_left", true), right = node.boolean("strip_right", true)](const std::string& text) {
            return stripped(text, left, right);
        };
    if (type == "Prepend")
        return [prefix = node.string("prepend")](const std::string& text) { return text.empty() ? text : prefix + text; };
    if (type == "Replace")
        return [find = readPattern(node.at("pattern")), content = node.string("content")](const std::string& text) {
            return replaceMatches(text, find, content);
        };
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads NFC, NFD, NFKC, NFKD, Precompiled, "
              "Nmt, StripAccents, BertNormalizer, ByteLevel, Lowercase, Strip, Prepend, Replace and Sequence");
}

}  // namespace strato
