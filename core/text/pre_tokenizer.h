// The pre-tokeniser of a tokenizer.json: cuts text into pieces that the model then tokenises one by one.
//
//     PreTokenizer split = byteLevel(false, true);
//     split({{"Hello world", true}});                       // "Hello", "Ġworld"
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/json_view.h"

namespace strato {

// A piece of text and whether it begins the whole text.
struct Piece {
    std::string text;
    bool first = false;
};

using PreTokenizer = std::function<std::vector<Piece>(std::vector<Piece>)>;

// Throws Error naming the component if it is one that this program doesn't know.
PreTokenizer readPreTokenizer(const JsonView& node);

// GPT-2's: a blank in front if asked for, the regular expression of its paper's code, bytes to the printable alphabet.
PreTokenizer byteLevel(bool addPrefixSpace, bool useRegex);

}  // namespace strato
