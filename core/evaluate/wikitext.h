// WikiText's pages as lm-evaluation-harness reads them, for its word and byte perplexity.
//
//     detokenizeWikitext("he 's 3 @.@ 5 m ( tall ) .")   // "he's 3.5 m (tall) ."
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace strato {

// A page with the blanks taken out that WikiText put around punctuation; the rules, and their order, of lm_eval 0.4.13
// (tasks/wikitext/preprocess_wikitext.py), but for its rule for text between slashes, which is a slip there. Valid UTF-8.
std::string detokenizeWikitext(std::string text);

// Pieces of the page between runs of blanks, as Python's re.split(r"\s+", page) counts them: an empty piece where a blank
// begins or ends the page counts too, so the empty page has one. Valid UTF-8.
std::int64_t countWords(std::string_view text);

}  // namespace strato
