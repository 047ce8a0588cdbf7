// The pre-tokeniser of a tokenizer.json: cuts text into pieces that the model then tokenises one by one.
//
//     PreTokenizer split = byteLevel(false, true);
//     Pieces pieces("Hello world", true);
//     split(pieces);                                         // "Hello", "Ġworld"
#pragma once

#include <functional>
#include <string>

#include "core/base/json_view.h"
#include "core/text/pieces.h"

namespace strato {

using PreTokenizer = std::function<void(Pieces&)>;

// Throws Error naming the component if it is one that this program doesn't know.
PreTokenizer readPreTokenizer(const JsonView& node);

// GPT-2's: a blank in front if asked for, the regular expression of its paper's code, bytes to the printable alphabet.
PreTokenizer byteLevel(bool addPrefixSpace, bool useRegex);

}  // namespace strato
