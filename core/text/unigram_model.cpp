#include "core/text/unigram_model.h"

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

constexpr double unknownPenalty = 10;  // below the lowest score of all tokens

}  // namespace

UnigramModel::UnigramModel(const ScoredTokens& tokens, UnigramOptions options) : TokenModel(Vocabulary{}), options_(options) {
    lowestScore_ = std::numeric_limits<double>::infinity();
    for (const auto& [token, score] : tokens) {
        vocabulary_.add(token, static_cast<std::int64_t>(scores_.size()), "the unigram vocabulary");
        scores_.push_back(score);
        if (score < lowestScore_) lowestScore_ = score;
    }
    // Of equal tokens the last counts.
    vocabulary_.forEach([&](const std::string& token, TokenId id) { tree_.add(token, static_cast<std::uint32_t>(id)); });
}

UnigramModel UnigramModel::read(const JsonView& node) {
    ScoredTokens tokens;
    for (const JsonView& entry : node.elements("vocab")) {
        const auto parts = entry.elements();
        if (parts.size() != 2) entry.fail("must be a token and its score; fetch the file again");
        tokens.emplace_back(parts[0].asString(), parts[1].asNumber());
    }
    const std::int64_t unknown = node.integer("unk_id", -1);
    if (unknown < -1 || unknown >= static_cast<std::int64_t>(tokens.size())) node.at("unk_id").fail("is no token's id; fetch the file again");
    return {tokens, {.unknown = static_cast<TokenId>(unknown), .byteFallback = node.boolean("byte_fallback", false)}};
}

std::vector<UnigramModel::Step> UnigramModel::bestSteps(std::string_view piece) const {
    std::vector<Step> steps(piece.size() + 1);
    for (std::size_t begin = 0; begin < piece.size();) {
        const double before = steps[begin].score;
        const std::size_t character = characterLength(piece[begin]);
        bool single = false;
        const auto offer = [&](std::size_t length, double score, TokenId id) {
            Step& step = steps[begin + length];
            if (!step.reached || before + score > step.score) step = {before + score, static_cast<std::uint32_t>(begin), id, true};
        };
        tree_.forEachPrefix(piece.substr(begin), [&](std::size_t length, std::uint32_t id) {
            offer(length, scores_[id], static_cast<TokenId>(id));
            single = single || length == character;
        });
        if (!single) {
            if (options_.unknown < 0) throw Error("the tokeniser meets a character that its vocabulary lacks, and has no unknown token; its files are damaged");
            offer(character, lowestScore_ - unknownPenalty, options_.unknown);
        }
        begin += character;
    }
    return steps;
}

// The ids of a token found, or of a run of unknown characters.
void UnigramModel::append(std::string_view text, std::vector<TokenId>& ids) const {
    if (const TokenId id = vocabulary_.find(text); id >= 0) return ids.push_back(id);
    if (options_.byteFallback)
        if (const auto bytes = byteTokens(vocabulary_, text); !bytes.empty()) {
            ids.insert(ids.end(), bytes.begin(), bytes.end());
            return;
        }
    ids.push_back(options_.unknown);
}

void UnigramModel::encode(std::string_view piece, std::vector<TokenId>& ids) const {
    const std::vector<Step> steps = bestSteps(piece);
    std::vector<std::size_t> cuts;  // from right to left
    bool unknownBefore = false;
    for (std::size_t end = piece.size(); end > 0; end = steps[end].begin) {
        const bool unknown = steps[end].id == options_.unknown;
        if (!unknown || !unknownBefore) cuts.push_back(end);
        unknownBefore = unknown;
    }
    std::size_t begin = 0;
    for (auto end = cuts.rbegin(); end != cuts.rend(); ++end) {
        append(piece.substr(begin, *end - begin), ids);
        begin = *end;
    }
}

}  // namespace strato
