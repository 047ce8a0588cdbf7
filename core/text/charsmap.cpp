#include "core/text/charsmap.h"

#include <utf8proc.h>

#include "core/base/error.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

// A unit of the double array, as Darts-clone packs it.
bool hasLeaf(std::uint32_t unit) { return (unit >> 8 & 1U) == 1; }
std::uint32_t labelOf(std::uint32_t unit) { return unit & (1U << 31 | 0xFFU); }
std::uint32_t offsetOf(std::uint32_t unit) { return unit >> 10 << ((unit & 1U << 9) >> 6); }
std::uint32_t valueOf(std::uint32_t unit) { return unit & ((1U << 31) - 1); }

std::uint32_t readUnit(std::string_view bytes, std::size_t at) {
    std::uint32_t unit = 0;
    for (std::size_t i = 4; i-- > 0;) unit = unit << 8 | static_cast<unsigned char>(bytes[at + i]);
    return unit;
}

// The end of the grapheme that begins at `at`.
std::size_t graphemeEnd(std::string_view text, std::size_t at) {
    utf8proc_int32_t state = 0;
    std::size_t end = at + characterLength(text[at]);
    auto before = static_cast<utf8proc_int32_t>(decodeCharacter(text.substr(at, end - at)));
    while (end < text.size()) {
        const std::size_t length = characterLength(text[end]);
        const auto next = static_cast<utf8proc_int32_t>(decodeCharacter(text.substr(end, length)));
        if (utf8proc_grapheme_break_stateful(before, next, &state)) break;
        before = next;
        end += length;
    }
    return end;
}

}  // namespace

Charsmap::Charsmap(std::string_view bytes, const std::string& where) {
    if (bytes.size() < 4) throw Error(where + " is too short for a tree; fetch the file again");
    const std::size_t size = readUnit(bytes, 0) / 4 * 4;
    if (size == 0 || size > bytes.size() - 4) throw Error(where + " has a tree that ends past it; fetch the file again");
    for (std::size_t at = 4; at < 4 + size; at += 4) units_.push_back(readUnit(bytes, at));
    results_ = bytes.substr(4 + size);
    if (replaceInvalid(results_) != results_) throw Error(where + " is no valid UTF-8; fetch the file again");
}

std::optional<std::string_view> Charsmap::find(std::string_view text) const {
    std::size_t node = offsetOf(units_[0]);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        node ^= byte;
        if (byte == 0 || node >= units_.size() || labelOf(units_[node]) != byte) return std::nullopt;
        const std::uint32_t unit = units_[node];
        node ^= offsetOf(unit);
        if (!hasLeaf(unit)) continue;
        if (node >= units_.size() || valueOf(units_[node]) > results_.size()) return std::nullopt;
        const std::string_view rest = std::string_view(results_).substr(valueOf(units_[node]));
        return rest.substr(0, rest.find('\0'));
    }
    return std::nullopt;
}

std::string Charsmap::normalize(std::string_view text) const {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = graphemeEnd(text, at);
        if (end - at < 6)
            if (const auto whole = find(text.substr(at, end - at))) {
                result += *whole;
                at = end;
                continue;
            }
        while (at < end) {
            const std::string_view character = text.substr(at, characterLength(text[at]));
            result += find(character).value_or(character);
            at += character.size();
        }
    }
    return replaceInvalid(result);
}

}  // namespace strato
