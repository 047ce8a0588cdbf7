#include "core/text/implied_merges.h"

#include <algorithm>
#include <tuple>

#include "core/text/prefix_tree.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

struct Implied {
    double score = 0;
    std::size_t leftLength = 0, rightLength = 0;
    Merge merge;
};

}  // namespace

std::vector<Merge> impliedMerges(const ScoredTokens& tokens, TieBreak tieBreak, const Vocabulary& parts, const Vocabulary& vocabulary) {
    PrefixTree tree;
    parts.forEach([&](const std::string& text, TokenId id) { tree.add(text, static_cast<std::uint32_t>(id)); });
    std::vector<Implied> all;
    std::vector<std::tuple<TokenId, TokenId, std::size_t>> ways;  // ids of the parts, length of the left one
    for (const auto& scored : tokens) {
        const std::string_view token = scored.first;
        ways.clear();
        tree.forEachPrefix(token, [&](std::size_t length, std::uint32_t left) {
            const TokenId right = length < token.size() ? parts.find(token.substr(length)) : -1;
            if (right >= 0) ways.emplace_back(static_cast<TokenId>(left), right, length);
        });
        std::sort(ways.begin(), ways.end());
        for (const auto& [leftId, rightId, length] : ways) {
            const std::string_view left = token.substr(0, length), right = token.substr(length);
            const Merge merge{vocabulary.find(left), vocabulary.find(right), vocabulary.find(token)};
            const bool lengths = tieBreak == TieBreak::lengths;
            if (merge.left >= 0 && merge.right >= 0 && merge.result >= 0)
                all.push_back({scored.second, lengths ? countCharacters(left) : 0, lengths ? countCharacters(right) : 0, merge});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Implied& a, const Implied& b) {
        return std::tie(b.score, b.leftLength, b.rightLength) < std::tie(a.score, a.leftLength, a.rightLength);
    });
    std::vector<Merge> merges;
    merges.reserve(all.size());
    for (const Implied& one : all) merges.push_back(one.merge);
    return merges;
}

}  // namespace strato
