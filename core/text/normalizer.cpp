#include "core/text/normalizer.h"

#include <algorithm>

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

Normalizer readSequence(const JsonView& node) {
    std::vector<Normalizer> steps;
    for (const JsonView& step : node.elements("normalizers")) steps.push_back(readNormalizer(step));
    return [steps](std::string text) {
        for (const Normalizer& step : steps) text = step(std::move(text));
        return text;
    };
}

}  // namespace

Normalizer readNormalizer(const JsonView& node) {
    const std::string type = node.string("type");
    if (type == "Sequence") return readSequence(node);
    if (type == "NFC") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfc); };
    if (type == "NFD") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfd); };
    if (type == "NFKC") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfkc); };
    if (type == "NFKD") return [](const std::string& text) { return normalizeUnicode(text, UnicodeForm::nfkd); };
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
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads NFC, NFD, NFKC, NFKD, "
              "Lowercase, Strip, Prepend, Replace and Sequence");
}

}  // namespace strato
