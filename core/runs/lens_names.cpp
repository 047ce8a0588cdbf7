#include "core/runs/lens_names.h"

#include <optional>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace strato {

namespace {

std::optional<Tokenizer> tokenizerOf(const Run& run) {
    try {
        if (Tokenizer::isIn(run.model.folder)) return Tokenizer::load(run.model.folder);
    } catch (const Error&) {
        // The run tells what it knows.
    }
    return {};
}

}  // namespace

TokenNames lensNames(const Run& run) {
    TokenNames names;
    for (const TokenRecord& token : run.tokens) names.emplace(token.id, token.text);
    const std::optional<Tokenizer> tokenizer = run.lens.empty() ? std::nullopt : tokenizerOf(run);
    if (!tokenizer) return names;
    for (const LogitLens::State& state : run.lens.states)
        for (const TokenId id : state.ids)
            if (const auto [place, added] = names.try_emplace(id); added) place->second = tokenizer->displayText(id);
    return names;
}

}  // namespace strato
