#include "core/runs/outcome_json.h"

#include <cmath>

namespace strato {

namespace {

nlohmann::ordered_json numberOrNull(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

}  // namespace

nlohmann::ordered_json toJson(const Quality& quality) {
    return {{"loss", numberOrNull(quality.loss)},
            {"loss_standard_error", numberOrNull(quality.lossStandardError)},
            {"perplexity", numberOrNull(quality.perplexity)},
            {"tokens", quality.tokens},
            {"parameters", quality.parameters},
            {"bytes", quality.bytes},
            {"prefill_tokens_per_second", numberOrNull(quality.prefillTokensPerSecond)},
            {"decode_tokens_per_second", numberOrNull(quality.decodeTokensPerSecond)}};
}

nlohmann::ordered_json toJson(const Outcome& outcome) {
    nlohmann::ordered_json edited = toJson(outcome.edited);
    edited["kl_divergence"] = numberOrNull(outcome.klDivergence);
    edited["top1_agreement"] = numberOrNull(outcome.top1Agreement);
    return {{"plan", outcome.plan},       {"protocol", outcome.protocol}, {"baseline", toJson(outcome.baseline)},
            {"edited", std::move(edited)}, {"warnings", outcome.warnings}, {"blocks_run", outcome.blocksRun},
            {"seconds", outcome.seconds}};
}

}  // namespace strato
