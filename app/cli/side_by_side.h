// Two texts beside each other on a terminal.
//
//     printSideBySide("he went home and slept", "he went went went", 38);
#pragma once

#include <string>
#include <vector>

namespace strato::cli {

// Lines of at most `width` characters, broken at blanks and line breaks where there are any. `text` is valid UTF-8.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

// To standard output, in two columns of `width` characters; a character counts as one column.
void printSideBySide(const std::string& left, const std::string& right, std::size_t width);

}  // namespace strato::cli
