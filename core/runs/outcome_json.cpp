#include "core/runs/outcome_json.h"

#include "core/runs/cells.h"

namespace strato {

namespace {

using Json = nlohmann::ordered_json;

double readNumber(const JsonView& json, const std::string& name) { return json.number(name, notMeasured); }

Difference readDifference(const JsonView& json, const std::string& name) { return {readNumber(json, name), readNumber(json, name + "_standard_error")}; }

Quality readQuality(const JsonView& json) {
    Quality quality{.loss = readNumber(json, "loss"),
                    .lossStandardError = readNumber(json, "loss_standard_error"),
                    .perplexity = readNumber(json, "perplexity"),
                    .tokens = json.integer("tokens"),
                    .wordPerplexity = readNumber(json, "word_perplexity"),
                    .bytePerplexity = readNumber(json, "byte_perplexity"),
                    .bitsPerByte = readNumber(json, "bits_per_byte"),
                    .parameters = json.integer("parameters"),
                    .bytes = json.integer("bytes"),
                    .multiplyAdds = json.integer("multiply_adds_per_token"),
                    .prefillTokensPerSecond = readNumber(json, "prefill_tokens_per_second"),
                    .prefillSpread = readNumber(json, "prefill_spread"),
                    .decodeTokensPerSecond = readNumber(json, "decode_tokens_per_second"),
                    .decodeSpread = readNumber(json, "decode_spread"),
                    .task = {}};
    if (json.has("questions"))
        quality.task = Accuracy{.questions = static_cast<int>(json.integer("questions")),
                                .accuracy = readNumber(json, "accuracy"),
                                .standardError = readNumber(json, "standard_error"),
                                .accuracyNormalized = readNumber(json, "accuracy_normalized"),
                                .normalizedStandardError = readNumber(json, "standard_error_normalized")};
    return quality;
}

}  // namespace

void addDifference(Json& json, const std::string& name, const Difference& difference) {
    json[name] = jsonNumber(difference.mean);
    json[name + "_standard_error"] = jsonNumber(difference.standardError);
}

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
              {"healed", outcome.healed},
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

Outcome readOutcome(const JsonView& json) {
    const JsonView edited = json.at("edited");
    Outcome outcome{.plan = json.string("plan"),
                    .healed = json.boolean("healed", false),
                    .protocol = json.string("protocol"),
                    .dataSha256 = json.string("data_sha256"),
                    .standardErrorOver = json.string("standard_error_over"),
                    .baseline = readQuality(json.at("baseline")),
                    .edited = readQuality(edited),
                    .loss = readDifference(json, "loss_difference"),
                    .klDivergence = readNumber(edited, "kl_divergence"),
                    .top1Agreement = readNumber(edited, "top1_agreement"),
                    .stateError = readNumber(edited, "last_state_error"),
                    .fits = {},
                    .accuracy = readDifference(json, "accuracy_difference"),
                    .accuracyNormalized = readDifference(json, "accuracy_normalized_difference"),
                    .idealSpeedup = readNumber(json, "ideal_speedup"),
                    .samples = {},
                    .warnings = {},
                    .seconds = json.number("seconds"),
                    .blocksRun = static_cast<int>(json.integer("blocks_run"))};
    for (const JsonView& fit : json.elements("fits"))
        outcome.fits.push_back({fit.string("edit"), readNumber(fit, "ridge"), readNumber(fit, "r2"), readNumber(fit, "r2_heldout")});
    if (json.has("samples"))
        for (const JsonView& sample : json.elements("samples")) outcome.samples.push_back({sample.string("prompt"), sample.string("baseline"), sample.string("edited")});
    for (const JsonView& warning : json.elements("warnings")) outcome.warnings.push_back(warning.asString());
    return outcome;
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
