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

struct TokenWindow {
    std::vector<TokenId> ids;
    int document = 0;                // which document, counted from 0 over all files
};

struct TokenWindows {
    std::vector<TokenWindow> windows;
    int documents = 0;               // documents that gave at least one window
    std::int64_t tokens = 0;         // over all windows
    int sequenceLength = 0;          // of the longest window allowed
    std::string sha256;              // of the windows' ids and borders: equal windows, equal name
};

// Cuts documents, in order, into consecutive windows of sequenceLength tokens; the last window of a document (or piece) may
// be shorter, and the last window of all is cut where `tokens` is reached. Special tokens are added once per document
// (or per piece). Throws Error if no window results, UsageError for options out of range.
TokenWindows makeWindows(const std::vector<Document>& documents, const Tokenizer& tokenizer, const WindowOptions& options);

// Windows from ids that are given already, one window a row. Fills in counts and sha256.
TokenWindows windowsFromIds(std::vector<std::vector<TokenId>> rows);

}  // namespace strato
