#include "core/runs/head_json.h"

#include "core/runs/run_json.h"

namespace strato {

using nlohmann::ordered_json;

namespace {

std::vector<std::string> strings(const JsonView& json, const std::string& key) {
    std::vector<std::string> list;
    for (const JsonView& item : json.elements(key)) list.push_back(item.asString());
    return list;
}

ModelSummary readModel(const JsonView& json) {
    ModelSummary model;
    model.folder = json.string("folder");
    model.family = json.string("family");
    model.architecture = json.string("architecture");
    model.layers = json.count("layers", 0, 1 << 12);
    model.hiddenSize = json.count("hidden_size", 0, 1 << 20);
    model.attentionHeads = json.count("attention_heads", 0, 1 << 20);
    model.keyValueHeads = json.count("key_value_heads", 0, 1 << 20);
    model.vocabularySize = json.count("vocabulary_size", 0, 1 << 28);
    model.parameters = json.integer("parameters");
    model.bytes = json.integer("bytes");
    model.largestBlockBytes = json.integer("largest_block_bytes");
    model.dtype = json.string("dtype");
    model.contextLength = json.count("context_length", 0, 1 << 30);
    model.tokenizer = json.string("tokenizer", "");
    model.supported = json.boolean("supported");
    model.reason = json.string("reason", "");
    model.exports = strings(json, "exports");
    model.warnings = strings(json, "warnings");
    model.fingerprint = json.string("fingerprint");
    return model;
}

}  // namespace

std::string headJson(const Run& run) {
    const ordered_json all = toJson(run);
    ordered_json head;
    for (const char* key : {"model", "data", "settings"}) head[key] = all.at(key);
    head["warnings"] = run.warnings;
    return head.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Run runFromHeadJson(const JsonView& json) {
    Run run;
    run.model = readModel(json.at("model"));
    const JsonView data = json.at("data"), settings = json.at("settings");
    run.data = {.files = strings(data, "files"),
                .documents = data.count("documents", 0, 1 << 30),
                .tokens = data.integer("tokens"),
                .sequenceLength = data.count("sequence_length", 0, 1 << 30),
                .sha256 = data.string("sha256")};
    run.settings = {.sequenceLength = settings.count("sequence_length", 0, 1 << 30),
                    .tokens = settings.integer("tokens"),
                    .chunkCharacters = settings.count("chunk_characters", 0, 1 << 30),
                    .textField = settings.string("text_field"),
                    .skipFirstToken = settings.boolean("skip_first_token"),
                    .folds = settings.count("folds", 0, 1 << 20),
                    .measures = settings.has("measures") ? strings(settings, "measures") : std::vector<std::string>(),
                    .pairs = settings.string("pairs", "none"),
                    .lensTokens = settings.has("logit_lens") ? settings.count("logit_lens", 0, 1 << 20) : 0,
                    .device = settings.string("device"),
                    .dtype = settings.string("dtype"),
                    .threads = settings.count("threads", 0, 1 << 20),
                    .version = settings.string("version")};
    run.warnings = strings(json, "warnings");
    return run;
}

std::string finishJson(const Run& run) {
    const ordered_json all = toJson(run);
    ordered_json finish;
    for (const char* key : {"timing", "peak_memory_bytes"}) finish[key] = all.at(key);
    finish["warnings"] = run.warnings;
    return finish.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

void takeFinishJson(const JsonView& json, Run& run) {
    const JsonView timing = json.at("timing");
    run.timing.totalSeconds = timing.number("total_seconds");
    run.peakMemoryBytes = json.integer("peak_memory_bytes");
    run.warnings = strings(json, "warnings");
}

}  // namespace strato
