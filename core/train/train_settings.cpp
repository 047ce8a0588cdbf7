#include "core/train/train_settings.h"

#include <set>

#include "core/base/error.h"

namespace strato {

namespace {

struct Preset {
    const char* name;
    TrainSettings settings;
};

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all{
        {"tiny", {}},
        {"demo", {.layers = 12, .hidden = 128, .heads = 4, .keyValueHeads = 2, .intermediate = 320, .vocabulary = 1024, .context = 512, .steps = 2000}},
        {"small", {.layers = 12, .hidden = 384, .heads = 6, .keyValueHeads = 6, .intermediate = 1024, .vocabulary = 4096, .context = 512,
                   .steps = 20000, .batch = 32, .sequenceLength = 256, .learningRate = 1e-3}}};
    return all;
}

// The one list of the keys, for reading and writing.
template <class Settings, class Visit>
void forEachKey(Settings& s, Visit visit) {
    visit("layers", s.layers);
    visit("hidden_size", s.hidden);
    visit("attention_heads", s.heads);
    visit("key_value_heads", s.keyValueHeads);
    visit("intermediate_size", s.intermediate);
    visit("vocabulary_size", s.vocabulary);
    visit("context_length", s.context);
    visit("steps", s.steps);
    visit("batch", s.batch);
    visit("sequence_length", s.sequenceLength);
    visit("learning_rate", s.learningRate);
    visit("warm_up", s.warmUp);
    visit("final_learning_rate", s.finalLearningRate);
    visit("weight_decay", s.weightDecay);
    visit("beta1", s.beta1);
    visit("beta2", s.beta2);
    visit("gradient_clip", s.gradientClip);
    visit("validation", s.validation);
    visit("lambda", s.lambda);
    visit("dtype", s.storedType);
}

void read(const JsonView& json, const char* key, int& value) { value = json.count(key, 0, 1 << 30, value); }
void read(const JsonView& json, const char* key, double& value) { value = json.number(key, value); }
void read(const JsonView& json, const char* key, std::string& value) { value = json.string(key, value); }

void require(bool holds, const std::string& complaint) {
    if (!holds) throw UsageError("training settings: " + complaint);
}

}  // namespace

TrainSettings trainPreset(const std::string& name) {
    std::string known;
    for (const Preset& preset : presets()) {
        if (name == preset.name) return preset.settings;
        known += (known.empty() ? "" : ", ") + std::string(preset.name);
    }
    throw UsageError("preset '" + name + "' is unknown; there are " + known);
}

std::vector<std::string> trainPresetNames() {
    std::vector<std::string> names;
    for (const Preset& preset : presets()) names.emplace_back(preset.name);
    return names;
}

TrainSettings readTrainSettings(const std::filesystem::path& file) { return readTrainSettings(parseJsonFile(file)); }

TrainSettings readTrainSettings(const JsonView& json) {
    if (!json.isObject()) json.fail("must be an object of training settings");
    TrainSettings settings = trainPreset(json.string("preset", "demo"));
    std::set<std::string> known{"preset", "regularizer", "seed"};
    forEachKey(settings, [&](const char* key, auto& value) {
        read(json, key, value);
        known.insert(key);
    });
    settings.regularizer = parseRegularizer(json.string("regularizer", regularizerName(settings.regularizer)));
    settings.seed = static_cast<std::uint64_t>(json.integer("seed", static_cast<std::int64_t>(settings.seed)));
    for (const auto& [key, value] : json.raw().items())
        if (!known.contains(key)) json.fail("has '" + key + "', which is no training setting");
    return settings;
}

nlohmann::ordered_json toJson(const TrainSettings& settings) {
    nlohmann::ordered_json json;
    forEachKey(settings, [&](const char* key, const auto& value) { json[key] = value; });
    json["regularizer"] = regularizerName(settings.regularizer);
    json["seed"] = settings.seed;
    return json;
}

Regularizer parseRegularizer(const std::string& name) {
    if (name == "none") return Regularizer::none;
    if (name == "mse") return Regularizer::meanSquare;
    if (name == "cosine") return Regularizer::cosine;
    throw UsageError("regularizer '" + name + "' is unknown; use none, mse or cosine");
}

std::string regularizerName(Regularizer regularizer) {
    return regularizer == Regularizer::none ? "none" : regularizer == Regularizer::cosine ? "cosine" : "mse";
}

void check(const TrainSettings& s) {
    require(s.layers >= 1 && s.layers <= 1000, "layers must lie in 1 .. 1000");
    require(s.heads >= 1 && s.hidden >= 2 && s.hidden % s.heads == 0 && (s.hidden / s.heads) % 2 == 0,
            "hidden_size must be an even multiple of attention_heads");
    require(s.keyValueHeads >= 1 && s.heads % s.keyValueHeads == 0, "attention_heads must be a multiple of key_value_heads");
    require(s.intermediate >= 1, "intermediate_size must be at least 1");
    require(s.vocabulary >= 257, "vocabulary_size must be at least 257: 256 bytes and the end of a text");
    require(s.sequenceLength >= 2 && s.sequenceLength <= s.context, "sequence_length must lie in 2 .. context_length");
    require(s.steps >= 1 && s.batch >= 1, "steps and batch must be at least 1");
    require(s.learningRate > 0 && s.learningRate < 1, "learning_rate must lie between 0 and 1");
    require(s.warmUp >= 0 && s.warmUp < 1 && s.finalLearningRate >= 0 && s.finalLearningRate <= 1, "warm_up and final_learning_rate are shares, 0 to 1");
    require(s.beta1 >= 0 && s.beta1 < 1 && s.beta2 >= 0 && s.beta2 < 1, "beta1 and beta2 must lie in 0 .. 1, 1 excluded");
    require(s.weightDecay >= 0 && s.gradientClip > 0, "weight_decay must not be negative and gradient_clip must be above 0");
    require(s.validation > 0 && s.validation < 0.5, "validation is a share of the text, between 0 and 0.5");
    require(s.lambda >= 0 && s.lambda <= 1000, "lambda must lie in 0 .. 1000");
    require(s.regularizer != Regularizer::none || s.lambda == 0, "lambda has no effect without a regularizer; add --regularizer mse or cosine");
    require(s.storedType == "float32" || s.storedType == "float16" || s.storedType == "bfloat16", "dtype must be float32, float16 or bfloat16");
}

}  // namespace strato
