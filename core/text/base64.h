// Base64 as tokeniser files carry it, with padding.
//
//     std::string bytes = decodeBase64("AAE=", "tokenizer.model, line 3");
#pragma once

#include <string>
#include <string_view>

namespace strato {

// Throws Error naming `where` if the text is malformed.
std::string decodeBase64(std::string_view text, const std::string& where);

}  // namespace strato
