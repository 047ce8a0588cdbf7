#include "app/cli/side_by_side.h"

#include <algorithm>
#include <cstdio>

#include "core/text/unicode.h"

namespace strato::cli {

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines{""};
    std::string word;
    std::size_t used = 0, length = 0;
    const auto endWord = [&] {
        if (used + length > width && used > 0) {
            lines.emplace_back();
            used = 0;
            if (word.starts_with(' ')) {
                word.erase(0, 1);
                --length;
            }
        }
        lines.back() += word;
        used += length;
        word.clear();
        length = 0;
    };
    forEachCharacter(text, [&](char32_t character, std::string_view bytes) {
        if (character == '\n' || character == ' ' || length == width) endWord();
        if (character == '\n') {
            lines.emplace_back();
            used = 0;
            return;
        }
        word += bytes;
        ++length;
    });
    endWord();
    return lines;
}

void printSideBySide(const std::string& left, const std::string& right, std::size_t width) {
    const std::vector<std::string> a = wrapped(replaceInvalid(left), width), b = wrapped(replaceInvalid(right), width);
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const std::string one = i < a.size() ? a[i] : "", other = i < b.size() ? b[i] : "";
        const std::string padding(width - std::min(width, countCharacters(one)), ' ');
        std::printf("  %s%s | %s\n", one.c_str(), padding.c_str(), other.c_str());
    }
}

}  // namespace strato::cli
