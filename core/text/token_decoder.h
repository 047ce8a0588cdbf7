// The decoder of a tokenizer.json: tokens back to text.
//
//     TokenDecoder decoder = byteLevelDecoder();
//     decoder({"Hello", "Ġworld"});                          // "Hello world"
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/json_view.h"

namespace strato {

// Changes the list of token strings, or joins it; what remains is concatenated.
using TokenDecoder = std::function<std::vector<std::string>(std::vector<std::string>)>;

// Throws Error naming the component if it is one that this program doesn't know.
TokenDecoder readTokenDecoder(const JsonView& node);

// Characters of the printable alphabet back to bytes, all tokens together.
TokenDecoder byteLevelDecoder();

}  // namespace strato
