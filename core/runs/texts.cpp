#include "core/runs/texts.h"

#include <algorithm>

#include "core/base/error.h"

namespace strato {

WindowOptions windowOptionsFor(const TextRequest& request, int context) {
    constexpr int usualLength = 512;
    if (request.sequenceLength > context)
        throw UsageError("--sequence-length " + std::to_string(request.sequenceLength) + " is longer than the model's context of " +
                         std::to_string(context));
    const int length = request.sequenceLength > 0 ? request.sequenceLength : std::min(usualLength, context);
    return {.sequenceLength = length, .tokens = std::max<std::int64_t>(request.tokens, 0), .chunkCharacters = request.chunkCharacters};
}

std::optional<Tokenizer> loadTokenizer(const std::filesystem::path& model) {
    if (!Tokenizer::isIn(model)) return std::nullopt;
    return Tokenizer::load(model);
}

const Tokenizer& requireTokenizer(const std::optional<Tokenizer>& tokenizer, const std::filesystem::path& model) {
    if (!tokenizer)
        throw Error("'" + model.string() + "' has no tokenizer.json and no vocab.json with merges.txt, so texts can't be read; copy the tokeniser's files into it");
    return *tokenizer;
}

TokenWindows readWindows(const TextRequest& request, const std::filesystem::path& model, int context) {
    const auto tokenizer = loadTokenizer(model);
    return makeWindows(readDocuments(request.files, request.textField), requireTokenizer(tokenizer, model), windowOptionsFor(request, context));
}

EvaluationText readEvaluationText(const TextRequest& request, const Protocol& protocol, const std::filesystem::path& model, int context) {
    Protocol filled = protocol;
    if (filled.kind == ProtocolKind::windows && filled.length == 0) filled.length = request.sequenceLength;
    const int longest = longestWindow(request.sequenceLength, context);
    const auto tokenizer = loadTokenizer(model);
    return evaluationText(filled, readDocuments(request.files, request.textField, filled.blanks()), requireTokenizer(tokenizer, model),
                          {.longest = filled.kind == ProtocolKind::windows ? context : longest, .tokens = std::max<std::int64_t>(request.tokens, 0)});
}

}  // namespace strato
