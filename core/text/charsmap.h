// SentencePiece's compiled rules of normalisation (precompiled_charsmap): a tree of byte strings, and what each becomes.
//
//     const Charsmap map(bytes, "tokenizer.json: normalizer.precompiled_charsmap");
//     std::string text = map.normalize("ﬁne");               // "fine"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strato {

class Charsmap {
public:
    // The bytes: the tree's size as a 32-bit integer, the tree as a double array of 32-bit units (Darts-clone), and the results, each
    // ended by a zero. Throws Error naming `where` if they are damaged.
    Charsmap(std::string_view bytes, const std::string& where);

    // As the tokenizers library does it: grapheme by grapheme where one has fewer than six bytes and begins with a known string, else
    // character by character. What a grapheme becomes is decided by the shortest known string it begins with.
    std::string normalize(std::string_view text) const;

private:
    std::optional<std::string_view> find(std::string_view text) const;

    std::vector<std::uint32_t> units_;
    std::string results_;
};

}  // namespace strato
