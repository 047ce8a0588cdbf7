// How much of its own work every block does on every prompt: the means of the non-linearities of a prompt's tokens.
//
//     for (const PromptScores& prompt : promptScores(run)) show(prompt.words, prompt.mean[5]);
#pragma once

#include <string>
#include <vector>

#include "core/runs/run.h"

namespace strato {

struct PromptScores {
    int document = 0;
    int firstToken = 0, tokens = 0;       // of Run::tokens: the kept tokens of one prompt follow each other
    std::string words;                    // the first of its text
    std::vector<double> mean;             // [finished blocks] of its tokens where they have a value; NaN if none has
    std::vector<double> standardError;    // the same, of the mean over tokens; NaN with fewer than two
    std::vector<int> counted;             // the same: tokens with a value
};

// In the order of the texts; empty for a run that keeps no tokens.
std::vector<PromptScores> promptScores(const Run& run);

// Those of the prompt that this token of Run::tokens stands in. Throws std::out_of_range where there is no such token.
PromptScores promptScoresAt(const Run& run, int token);

// A row a prompt and block: document, token (its first), tokens, words (quoted), block, non-linearity, standard error, n.
std::string promptScoresCsv(const Run& run);

}  // namespace strato
