// Where the reference library's tables of Unicode are of another version than utf8proc's (15): its regular expressions know
// Unicode 16, its normalisation Unicode 10, its punctuation Unicode 8. Found by asking it about every character (tokenizers 0.22.2).
//
//     categoryOf(U'\U0002EBF0');                             // UTF8PROC_CATEGORY_LO, a letter of Unicode 15.1
#pragma once

#include <utf8proc.h>

namespace strato {

// The general category, by Unicode 16.
utf8proc_category_t categoryOf(char32_t character);

// The lower case that is one character, by Unicode 17.
char32_t lowerCaseOf(char32_t character);

// True if normalisation leaves the character alone and lets nothing pass over it.
bool isUnknownToNormalisation(char32_t character);

// True for characters that later versions call punctuation, marks and non-spacing marks, and the reference does not.
bool isLaterPunctuation(char32_t character);
bool isLaterMark(char32_t character);
bool isLaterNonspacingMark(char32_t character);

}  // namespace strato
