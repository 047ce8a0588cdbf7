#include "core/runs/outcome_json.h"

#include "core/runs/cells.h"

namespace strato {

namespace {

using Json = nlohmann::ordered_json;

void addDifference(Json& json, const std::string& name, const Difference& difference) {
    json[name] = jsonNumber(difference.mean);
    json[name + "_standard_error"] = jsonNumber(difference.standardError);
}

}  // namespace

Json toJson(const Quality& quality) {
    Json json{{"loss", jsonNumber(quality.loss)},
              {"loss_standard_error", jsonNumber(quality.lossStandardError)},
              {"perplexity", jsonNumber(quality.perplexity)},
              {"tokens", quality.tokens},
              {"parameters", quality.parameters},
              {"bytes", quality.bytes},
              {"multiply_adds_per_token", quality.multiplyAdds},
              {"prefill_tokens_per_second", jsonNumber(quality.prefillTokensPerSecond)},
              {"prefill_spread", jsonNumber(quality.prefillSpread)},
              {"decode_tokens_per_second", jsonNumber(quality.decodeTokensPerSecond)},
              {"decode_spread", jsonNumber(quality.decodeSpread)}};
    if (std::isfinite(quality.bitsPerByte)) {
        json["word_perplexity"] = jsonNumber(quality.wordPerplexity);
        json["byte_perplexity"] = jsonNumber(quality.bytePerplexity);
        json["bits_per_byte"] = jsonNumber(quality.bitsPerByte);
    }
    if (quality.task) {
        json["questions"] = quality.task->questions;
        json["accuracy"] = jsonNumber(quality.task->accuracy);
        json["accuracy_normalized"] = jsonNumber(quality.task->accuracyNormalized);
        json["standard_error"] = jsonNumber(quality.task->standardError);
        json["standard_error_normalized"] = jsonNumber(quality.task->normalizedStandardError);
    }
    return json;
}

Json toJson(const Outcome& outcome) {
    Json edited = toJson(outcome.edited);
    edited["kl_divergence"] = jsonNumber(outcome.klDivergence);
    edited["top1_agreement"] = jsonNumber(outcome.top1Agreement);
    edited["last_state_error"] = jsonNumber(outcome.stateError);
    Json fits = Json::array();
    for (const FitQuality& fit : outcome.fits)
        fits.push_back({{"edit", fit.edit}, {"ridge", jsonNumber(fit.ridge)}, {"r2", jsonNumber(fit.inSample)}, {"r2_heldout", jsonNumber(fit.heldOut)}});
    Json json{{"plan", outcome.plan},
              {"protocol", outcome.protocol},
              {"data_sha256", outcome.dataSha256},
              {"baseline", toJson(outcome.baseline)},
              {"edited", std::move(edited)},
              {"standard_error_over", outcome.standardErrorOver},
              {"fits", std::move(fits)},
              {"ideal_speedup", jsonNumber(outcome.idealSpeedup)},
              {"warnings", outcome.warnings},
              {"blocks_run", outcome.blocksRun},
              {"seconds", outcome.seconds}};
    addDifference(json, "loss_difference", outcome.loss);
    if (outcome.edited.task) {
        addDifference(json, "accuracy_difference", outcome.accuracy);
        addDifference(json, "accuracy_normalized_difference", outcome.accuracyNormalized);
    }
    for (const Sample& sample : outcome.samples)
        json["samples"].push_back({{"prompt", sample.prompt}, {"baseline", sample.baseline}, {"edited", sample.edited}});
    return json;
}

Json evaluationJson(const Outcome& outcome) {
    Json json = toJson(outcome.baseline);
    json["protocol"] = outcome.protocol;
    json["data_sha256"] = outcome.dataSha256;
    json["standard_error_over"] = outcome.standardErrorOver;
    json["warnings"] = outcome.warnings;
    return json;
}

}  // namespace strato
