// Byte-pair encoding: characters merged pair by pair, in the order the vocabulary learned its merges (Sennrich, Haddow, Birch,
// ACL 2016), with the extensions of tokenizer.json: byte fallback, fused unknowns, whole pieces first, marks inside and at the
// end of words.
//
//     BpeModel model(std::move(vocabulary), merges, {});
//     model.encode("the", ids);
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/flat_map.h"
#include "core/text/token_model.h"

namespace strato {

// Two tokens and the one they become.
struct Merge {
    TokenId left = 0, right = 0, result = 0;
};

// The merges of pairs of tokens, in their order. `insidePrefix` is that of the options. Throws Error for tokens that the vocabulary
// lacks.
std::vector<Merge> findMerges(const Vocabulary& vocabulary, const std::vector<std::pair<std::string, std::string>>& pairs,
                              const std::string& insidePrefix = {});

struct BpeOptions {
    std::string unknown = {};       // the token of unknown characters; empty: they vanish
    std::string insidePrefix = {};  // before every character but a piece's first ("##")
    std::string endSuffix = {};     // after a piece's last character ("</w>")
    bool byteFallback = false, fuseUnknown = false, ignoreMerges = false;
};

class BpeModel : public TokenModel {
public:
    // From the `model` object of tokenizer.json. Throws Error for merges of unknown tokens.
    static BpeModel read(const JsonView& node);
    // Merges in order of rank.
    BpeModel(Vocabulary vocabulary, const std::vector<Merge>& merges, BpeOptions options);

    void encode(std::string_view piece, std::vector<TokenId>& ids) const override;
    std::string kind() const override { return options_.byteFallback ? "BPE with byte fallback" : "BPE"; }
    std::string_view cutMark() const override { return cutMark_; }

private:
    struct Ranked {
        std::uint32_t rank = 0;
        TokenId result = 0;
    };
    struct Candidate;

    void readCharacters();
    void findCutMark();
    const Ranked* findMerge(TokenId left, TokenId right) const;
    TokenId symbolOf(std::string_view character, bool first, bool last) const;
    void startSymbols(std::string_view piece, std::vector<TokenId>& symbols) const;
    void mergeFew(std::vector<TokenId>& symbols) const;
    void mergeMany(std::vector<TokenId>& symbols) const;

    FlatMap<Ranked> merges_;
    std::array<TokenId, 0x180> characters_{};  // ids of the first characters of Unicode, among them the alphabet of bytes
    BpeOptions options_;
    TokenId unknown_ = -1;
    std::string cutMark_;
};

}  // namespace strato
