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
            {"multiply_adds_per_token", quality.multiplyAdds},
            {"prefill_tokens_per_second", jsonNumber(quality.prefillTokensPerSecond)},
            {"decode_tokens_per_second", jsonNumber(quality.decodeTokensPerSecond)}};
}

nlohmann::ordered_json toJson(const Outcome& outcome) {
    nlohmann::ordered_json edited = toJson(outcome.edited);
    edited["kl_divergence"] = jsonNumber(outcome.klDivergence);
    edited["top1_agreement"] = jsonNumber(outcome.top1Agreement);
    edited["last_state_error"] = jsonNumber(outcome.stateError);
    nlohmann::ordered_json fits = nlohmann::ordered_json::array();
    for (const FitQuality& fit : outcome.fits)
        fits.push_back({{"edit", fit.edit}, {"ridge", jsonNumber(fit.ridge)}, {"r2", jsonNumber(fit.inSample)}, {"r2_heldout", jsonNumber(fit.heldOut)}});
    return {{"plan", outcome.plan},       {"protocol", outcome.protocol}, {"baseline", toJson(outcome.baseline)},
            {"edited", std::move(edited)}, {"fits", std::move(fits)}, {"warnings", outcome.warnings}, {"blocks_run", outcome.blocksRun},
            {"seconds", outcome.seconds}};
}

}  // namespace strato
