// What the output matrix reads in a state: the tokens the model would give if this were its last block.
//
//     LogitLensReader reader(decoder, windows, 256);
//     LogitLens::State row = reader.read(pass.states(), job);
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/job_context.h"
#include "core/measure/scores.h"
#include "core/model/decoder.h"
#include "core/text/windows.h"

namespace strato {

// Through the final norm, which the official code of LLM-Microscope leaves out (science.md, section 9).
class LogitLensReader {
public:
    static constexpr int top = 5;

    // Of the first `tokens` tokens. References must outlive the reader.
    LogitLensReader(const Decoder& decoder, const TokenWindows& windows, int tokens);

    // `states`: [tokens of all windows, hidden] of any depth. Throws Cancelled.
    LogitLens::State read(const at::Tensor& states, const JobContext& job) const;

    int tokens() const { return tokens_; }

private:
    const Decoder& decoder_;
    int tokens_;
    at::Tensor matrix_;
    std::vector<std::int64_t> next_;       // the true next token of each; -1 at the end of a window
};

}  // namespace strato
