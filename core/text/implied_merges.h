// The merges that a list of tokens implies where a file has no list of merges: every way to make a token of two others, in the order
// of the tokens. This is how the transformers library reads the files of SentencePiece and of tiktoken.
//
//     std::vector<Merge> merges = impliedMerges(tokens, TieBreak::lengths, vocabulary, vocabulary);
#pragma once

#include <vector>

#include "core/text/bpe_model.h"
#include "core/text/unigram_model.h"

namespace strato {

// What decides between merges into tokens of one score, before the order of the tokens and the ids of the parts do.
enum class TieBreak { none, lengths };  // lengths: the longer left part first, then the longer right part, in characters

// Merges of higher scores go first. The parts must be in `parts`, whose ids order them; the merges speak of the ids of `vocabulary`.
std::vector<Merge> impliedMerges(const ScoredTokens& tokens, TieBreak tieBreak, const Vocabulary& parts, const Vocabulary& vocabulary);

}  // namespace strato
