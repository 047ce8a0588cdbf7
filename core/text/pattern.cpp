#include "core/text/pattern.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/text/regex.h"
#include "core/text/word_pattern.h"

namespace strato {

namespace {

// A text may grow so many times, and by so many bytes besides; and not beyond so many in all.
constexpr std::size_t mostGrowth = 64, freeBytes = std::size_t{1} << 16, longestResult = std::size_t{1} << 30;

}  // namespace

MatchFinder literal(std::string pattern) {
    return [pattern = std::move(pattern)](std::string_view text, const MatchVisitor& visit) {
        if (pattern.empty()) return;
        for (std::size_t at = text.find(pattern); at != std::string_view::npos; at = text.find(pattern, at + pattern.size()))
            visit(at, at + pattern.size());
    };
}

MatchFinder readPattern(const JsonView& node) {
    if (node.has("String")) return literal(node.string("String"));
    if (MatchFinder words = knownWordPattern(node.string("Regex"))) return words;
    const Regex regex(node.string("Regex"), node.where());
    return [regex](std::string_view text, const MatchVisitor& visit) { regex.forEachMatch(text, visit); };
}

std::string replaceMatches(const std::string& text, const MatchFinder& find, const std::string& content) {
    std::string result;
    std::size_t done = 0;
    const std::size_t limit = std::min(longestResult, text.size() * mostGrowth + freeBytes);
    find(text, [&](std::size_t begin, std::size_t end) {
        if (result.size() + (begin - done) + content.size() > limit)
            throw Error("the tokeniser's replacements let a text grow beyond measure; its tokenizer.json is damaged, or the text must be split");
        result.append(text, done, begin - done).append(content);
        done = end;
    });
    return result.append(text, done);
}

}  // namespace strato
