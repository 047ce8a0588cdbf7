// What a Split or Replace component of a tokenizer.json looks for: a literal string or a regular expression.
//
//     const MatchFinder find = literal("  ");
//     find(text, [&](std::size_t begin, std::size_t end) { ... });
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/json_view.h"

namespace strato {

using MatchVisitor = std::function<void(std::size_t begin, std::size_t end)>;

// Visits the matches in `text` (valid UTF-8) from left to right; none is empty and none overlap.
using MatchFinder = std::function<void(std::string_view text, const MatchVisitor& visit)>;

// Throws Error if the pattern is neither a string nor a valid regular expression.
MatchFinder readPattern(const JsonView& node);

// An empty string is never found.
MatchFinder literal(std::string pattern);

// Every match replaced by `content`. Throws Error if the text grows beyond measure, as chained replacements of a hostile file do.
std::string replaceMatches(const std::string& text, const MatchFinder& find, const std::string& content);

}  // namespace strato
