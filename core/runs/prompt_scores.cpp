#include "core/runs/prompt_scores.h"

#include <algorithm>
#include <cmath>

#include "core/runs/cells.h"

namespace strato {

namespace {

constexpr std::size_t wordsShown = 48;   // bytes, to the end of a token

// Adds what a block did on the prompt's tokens. The values are of one size, so sums of squares lose nothing that is shown.
void addBlock(PromptScores& prompt, const std::vector<float>& nonlinearity) {
    double sum = 0, squares = 0;
    int counted = 0;
    const std::size_t end = std::min(nonlinearity.size(), static_cast<std::size_t>(prompt.firstToken + prompt.tokens));
    for (auto t = static_cast<std::size_t>(prompt.firstToken); t < end; ++t) {
        const double value = nonlinearity[t];
        if (!std::isfinite(value)) continue;
        sum += value;
        squares += value * value;
        ++counted;
    }
    const double mean = counted > 0 ? sum / counted : notComputed;
    prompt.mean.push_back(mean);
    prompt.standardError.push_back(counted > 1 ? std::sqrt(std::max(0.0, squares / counted - mean * mean) / (counted - 1)) : notComputed);
    prompt.counted.push_back(counted);
}

// Of the prompt that begins at this token.
PromptScores scoresFrom(const Run& run, int first) {
    PromptScores prompt;
    prompt.document = run.tokens[static_cast<std::size_t>(first)].document;
    prompt.firstToken = first;
    for (auto t = static_cast<std::size_t>(first); t < run.tokens.size() && run.tokens[t].document == prompt.document; ++t, ++prompt.tokens)
        if (prompt.words.size() < wordsShown) prompt.words += run.tokens[t].text;
    for (const std::vector<float>& block : run.tokenNonlinearity) addBlock(prompt, block);
    return prompt;
}

}  // namespace

std::vector<PromptScores> promptScores(const Run& run) {
    std::vector<PromptScores> prompts;
    for (int first = 0; first < static_cast<int>(run.tokens.size()); first += prompts.back().tokens) prompts.push_back(scoresFrom(run, first));
    return prompts;
}

PromptScores promptScoresAt(const Run& run, int token) {
    const int document = run.tokens.at(static_cast<std::size_t>(token)).document;
    int first = token;
    while (first > 0 && run.tokens[static_cast<std::size_t>(first) - 1].document == document) --first;
    return scoresFrom(run, first);
}

std::string promptScoresCsv(const Run& run) {
    std::string csv = "document,token,tokens,words,block,nonlinearity,standard_error,n\n";
    for (const PromptScores& prompt : promptScores(run))
        for (std::size_t b = 0; b < prompt.mean.size(); ++b)
            csv += std::to_string(prompt.document) + "," + std::to_string(prompt.firstToken) + "," + std::to_string(prompt.tokens) + "," + csvText(prompt.words) + "," +
                   std::to_string(run.blocks[b].block.value) + "," + csvNumber(prompt.mean[b]) + "," + csvNumber(prompt.standardError[b]) + "," +
                   std::to_string(prompt.counted[b]) + "\n";
    return csv;
}

}  // namespace strato
