// The normaliser of a tokenizer.json: text to text, before anything is split.
//
//     Normalizer normalizer = readNormalizer(file.at("normalizer"));
//     std::string text = normalizer("cafe\u0301");
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/json_view.h"

namespace strato {

using Normalizer = std::function<std::string(std::string)>;

// Throws Error naming the component if it is one that this program doesn't know.
Normalizer readNormalizer(const JsonView& node);

// SentencePiece's compiled rules; the bytes are its precompiled_charsmap. Throws Error naming `where` if they are damaged.
Normalizer charsmapNormalizer(std::string_view bytes, const std::string& where);

}  // namespace strato
