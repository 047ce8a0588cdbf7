// Documents cut into the token windows that a model reads. Every window is a context of its own.
//
//     TokenWindows windows = makeWindows(documents, tokenizer, {.sequenceLength = 512, .tokens = 20000});
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/text/dataset.h"
#include "core/text/tokenizer.h"

namespace strato {

struct WindowOptions {
    int sequenceLength = 512;        // tokens a window may have
    std::int64_t tokens = 0;         // stop after so many tokens; 0: all
    int chunkCharacters = 0;         // > 0: cut each document into pieces of so many Unicode characters and tokenise each
                                     // alone, as the paper's code does
};

// What a loss on it predicts: every id but the first and but the leading `context` ones, and `next`.
struct TokenWindow {
    std::vector<TokenId> ids = {};
    int document = 0;                // which document, counted from 0 over all files
    int context = 0;                 // leading ids that are read but not predicted: an earlier window predicts them, or they are the
                                     // question; the first id has nothing before it and is never predicted
    TokenId next = -1;               // the token behind the window, predicted but not read; -1: none
};

struct TokenWindows {
    std::vector<TokenWindow> windows;
    int documents = 0;               // documents that gave at least one window
    std::int64_t tokens = 0;         // over all windows
    int sequenceLength = 0;          // of the longest window allowed
    std::string sha256;              // of the windows' ids and borders, and of what is predicted: equal windows, equal name
    bool contextCostsOne = false;    // in the mean loss a window with context weighs one token less than it predicts (hf-stride)
};

// Cuts documents, in order, into consecutive windows of sequenceLength tokens; the last window of a document (or piece) may
// be shorter, and the last window of all is cut where `tokens` is reached. Special tokens are added once per document
// (or per piece). Throws Error if no window results, UsageError for options out of range.
TokenWindows makeWindows(const std::vector<Document>& documents, const Tokenizer& tokenizer, const WindowOptions& options);

// Windows from ids that are given already, one window a row and a document each. Fills in counts and sha256.
TokenWindows windowsFromIds(std::vector<std::vector<TokenId>> rows);

// Windows that are cut already, with their counts and sha256; `sequenceLength` as TokenWindows has it.
TokenWindows windowsOf(std::vector<TokenWindow> windows, int sequenceLength);

// The first windows, up to so many tokens, all for 0; the last one is cut.
TokenWindows firstTokens(TokenWindows windows, std::int64_t tokens);

}  // namespace strato
