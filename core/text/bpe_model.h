// Byte-pair encoding: characters merged pair by pair, in the order the vocabulary learned its merges (Sennrich, Haddow, Birch,
// ACL 2016), with the extensions of tokenizer.json: byte fallback, fused unknowns, whole pieces first, marks inside and at the
// end of words.
//
//     BpeModel model(Vocabulary::read(vocab), {{"t", "h"}, {"th", "e"}}, {});
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

using MergeList = std::vector<std::pair<std::string, std::string>>;

struct BpeOptions {
    std::string unknown;            // the token of unknown characters; empty: they vanish
    std::string insidePrefix;       // before every character but a piece's first ("##")
    std::string endSuffix;          // after a piece's last character ("</w>")
    bool byteFallback = false, fuseUnknown = false, ignoreMerges = false;
};

class BpeModel : public TokenModel {
public:
    // From the `model` object of tokenizer.json. Throws Error for merges of unknown tokens.
    static BpeModel read(const JsonView& node);
    // Merges in order of rank. Throws Error for merges of unknown tokens.
    BpeModel(Vocabulary vocabulary, const MergeList& merges, BpeOptions options);

    void encode(std::string_view piece, std::vector<TokenId>& ids) const override;
    std::string kind() const override { return options_.byteFallback ? "BPE with byte fallback" : "BPE"; }
    std::string_view cutMark() const override { return cutMark_; }

private:
    struct Merge {
        std::uint32_t rank = 0;
        TokenId result = 0;
    };
    struct Candidate;

    void addMerge(const std::string& left, const std::string& right, std::uint32_t rank);
    void readCharacters();
    void findCutMark();
    const Merge* findMerge(TokenId left, TokenId right) const;
    TokenId symbolOf(std::string_view character, bool first, bool last) const;
    void startSymbols(std::string_view piece, std::vector<TokenId>& symbols) const;
    void mergeFew(std::vector<TokenId>& symbols) const;
    void mergeMany(std::vector<TokenId>& symbols) const;

    FlatMap<Merge> merges_;
    std::array<TokenId, 0x180> characters_{};  // ids of the first characters of Unicode, among them the alphabet of bytes
    BpeOptions options_;
    TokenId unknown_ = -1;
    std::string cutMark_;
};

}  // namespace strato
