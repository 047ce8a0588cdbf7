// What a decoder writes behind a prompt.
//
//     std::vector<TokenId> written = greedyContinuation(loaded, prompt, {.tokens = 48, .end = tokenizer.endOfText()}, job);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/evaluate/loaded_decoder.h"
#include "core/text/tokenizer.h"

namespace strato {

struct ContinuationOptions {
    int tokens = 48;                     // at most
    std::optional<TokenId> end;          // stop at it; it is not part of what is returned
};

// Token by token the likeliest, the lowest number of equals, until there are enough, the end comes, or the model's context is full. A
// prompt that leaves no room in the context gives nothing. Throws Error for an empty prompt, Cancelled.
std::vector<TokenId> greedyContinuation(const LoadedDecoder& decoder, const std::vector<TokenId>& prompt,
                                        const ContinuationOptions& options, const JobContext& job);

// The text that `written` adds behind the prompt, with the blank in front where the tokenizer's decoder keeps it in the whole text.
std::string continuationText(const Tokenizer& tokenizer, const std::vector<TokenId>& prompt, const std::vector<TokenId>& written);

}  // namespace strato
