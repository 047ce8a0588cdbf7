#include "core/runs/outcome_json.h"

#include "core/runs/cells.h"

namespace strato {

nlohmann::ordered_json toJson(const Quality& quality) {
    return {{"loss", jsonNumber(quality.loss)},
            {"loss_standard_error", jsonNumber(quality.lossStandardError)},
            {"perplexity", jsonNumber(quality.perplexity)},
            {"tokens", quality.tokens},
            {"parameters", quality.parameters},
            {"bytes", quality.bytes},
            {"prefill_tokens_per_second", jsonNumber(quality.prefillTokensPerSecond)},
            {"decode_tokens_per_second", jsonNumber(quality.decodeTokensPerSecond)}};
}

nlohmann::ordered_json toJson(const Outcome& outcome) {
    nlohmann::ordered_json edited = toJson(outcome.edited);
    edited["kl_divergence"] = jsonNumber(outcome.klDivergence);
    edited["top1_agreement"] = jsonNumber(outcome.top1Agreement);
    return {{"plan", outcome.plan},       {"protocol", outcome.protocol}, {"baseline", toJson(outcome.baseline)},
            {"edited", std::move(edited)}, {"warnings", outcome.warnings}, {"blocks_run", outcome.blocksRun},
            {"seconds", outcome.seconds}};
}

}  // namespace strato
