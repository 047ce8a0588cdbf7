// From what a person asks for to token windows, for every verb that reads texts with a model's own tokeniser.
//
//     TokenWindows windows = readWindows({.files = {"prompts.txt"}}, folder, context, tokenizer);
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/evaluate/protocol.h"
#include "core/text/windows.h"

namespace strato {

struct TextRequest {
    std::vector<std::filesystem::path> files;
    std::string textField = "text";
    int sequenceLength = 0;            // 0: 512, or the model's context if that is shorter
    std::int64_t tokens = 0;           // 0: all
    int chunkCharacters = 0;
};

// The options with their defaults filled in. Throws UsageError for a sequence longer than the model's context.
WindowOptions windowOptionsFor(const TextRequest& request, int context);

// The folder's tokeniser, or nothing if it has none. Throws Error if it has one that can't be read.
std::optional<Tokenizer> loadTokenizer(const std::filesystem::path& model);
// The same, or an Error that says the folder has none.
const Tokenizer& requireTokenizer(const std::optional<Tokenizer>& tokenizer, const std::filesystem::path& model);

// Documents, tokeniser and windows in one. Throws Error, UsageError.
TokenWindows readWindows(const TextRequest& request, const std::filesystem::path& model, int context);

// The same as a protocol of perplexity reads them. `sequenceLength` is the N of windows-N where the protocol names none, and the M
// of protocols that read as much as the model takes.
EvaluationText readEvaluationText(const TextRequest& request, const Protocol& protocol, const std::filesystem::path& model, int context);

}  // namespace strato
