// The unigram model: of all ways to cut a piece into tokens, the one of the highest total score (Kudo, ACL 2018), found by
// Viterbi's algorithm in float64.
//
//     UnigramModel model(tokens, {.unknown = 0, .byteFallback = true});
//     model.encode("▁the", ids);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/prefix_tree.h"
#include "core/text/token_model.h"

namespace strato {

using ScoredTokens = std::vector<std::pair<std::string, double>>;  // in order of their ids

struct UnigramOptions {
    TokenId unknown = -1;        // -1: there is none
    bool byteFallback = false;   // unknown characters become the tokens of their bytes where all of them exist
};

class UnigramModel : public TokenModel {
public:
    // From the `model` object of tokenizer.json. Throws Error.
    static UnigramModel read(const JsonView& node);
    UnigramModel(const ScoredTokens& tokens, UnigramOptions options);

    void encode(std::string_view piece, std::vector<TokenId>& ids) const override;
    std::string kind() const override { return "Unigram"; }

private:
    // The best way to an end: the token it ends with, and where that begins.
    struct Step {
        double score = 0;
        std::uint32_t begin = 0;
        TokenId id = -1;
        bool reached = false;
    };

    std::vector<Step> bestSteps(std::string_view piece) const;
    void append(std::string_view text, std::vector<TokenId>& ids) const;

    PrefixTree tree_;
    std::vector<double> scores_;
    double lowestScore_ = 0;
    UnigramOptions options_;
};

}  // namespace strato
