// The regular expressions that most tokenisers cut words by, matched by hand: many times faster than a regular expression engine,
// with the same result.
//
//     if (MatchFinder words = knownWordPattern(regex)) ...
#pragma once

#include <string>
#include <string_view>

#include "core/text/pattern.h"

namespace strato {

// The finder of a regular expression if it is one of those known, by its very text; else empty.
MatchFinder knownWordPattern(std::string_view regex);

// The regular expression of cl100k, which Llama 3 and Qwen 2 took over; `digits` says how many go together: "\\p{N}{1,3}".
std::string cl100kRegex(std::string_view digits);

// GPT-2's, from the code of its paper (Radford et al., 2019).
MatchFinder gpt2Words();

}  // namespace strato
