#include "core/evaluate/wikitext.h"

#include <array>

#include "core/text/unicode.h"

namespace strato {

namespace {

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    std::string result;
    std::size_t begin = 0;
    for (std::size_t at = 0; (at = text.find(from, begin)) != std::string::npos; begin = at + from.size())
        result.append(text, begin, at - begin).append(to);
    text = result.append(text, begin);
}

// \s of Python: White_Space and the four separators of ASCII.
bool isBlank(char32_t c) { return isWhitespace(c) || (c >= 0x1C && c <= 0x1F); }

std::string_view trimmed(std::string_view text) {
    std::size_t begin = 0, end = text.size();
    while (begin < end && isBlank(decodeCharacter(text.substr(begin, characterLength(text[begin]))))) begin += characterLength(text[begin]);
    for (std::size_t last = 0; end > begin; end = last) {
        last = previousCharacter(text, end);
        if (!isBlank(decodeCharacter(text.substr(last, end - last)))) break;
    }
    return text.substr(begin, end - begin);
}

// From each opening mark to the next closing one, which may be the same mark.
void trimInside(std::string& text, char opening, char closing) {
    std::string result;
    std::size_t begin = 0;
    while (true) {
        const std::size_t open = text.find(opening, begin);
        const std::size_t close = open == std::string::npos ? open : text.find(closing, open + 1);
        if (close == std::string::npos) break;
        result.append(text, begin, open + 1 - begin).append(trimmed(std::string_view(text).substr(open + 1, close - open - 1)));
        result += closing;
        begin = close + 1;
    }
    text = result.append(text, begin);
}

using Rule = std::array<std::string_view, 2>;

constexpr std::array<Rule, 10> beforeBrackets{{{"s '", "s'"}, {" @-@ ", "-"}, {" @,@ ", ","}, {" @.@ ", "."}, {" : ", ": "},
                                               {" ; ", "; "}, {" . ", ". "}, {" ! ", "! "}, {" ? ", "? "}, {" , ", ", "}}};
constexpr std::array<Rule, 8> behindBrackets{{{"= = = =", "===="}, {"= = =", "==="}, {"= =", "=="}, {" \xC2\xB0 ", "\xC2\xB0"},
                                              {" \n", "\n"}, {"\n ", "\n"}, {" N ", " 1 "}, {" 's", "'s"}}};

}  // namespace

std::string detokenizeWikitext(std::string text) {
    for (const auto& [from, to] : beforeBrackets) replaceAll(text, from, to);
    for (const char* pair : {"()", "[]", "{}", "\"\"", "''"}) trimInside(text, pair[0], pair[1]);
    for (const auto& [from, to] : behindBrackets) replaceAll(text, from, to);
    return text;
}

std::int64_t countWords(std::string_view text) {
    std::int64_t words = 1;
    bool blank = false;
    forEachCharacter(text, [&](char32_t character, std::string_view) {
        const bool now = isBlank(character);
        if (now && !blank) ++words;
        blank = now;
    });
    return words;
}

}  // namespace strato
