#include "core/model/families/config_words.h"

#include <array>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace strato {

std::string presentKey(const JsonView& config, const SizeWord& word) {
    for (const char* key : word.keys)
        if (config.has(key)) return key;
    return word.keys.front();
}

int readSize(const JsonView& config, const SizeWord& word, int high) { return config.count(presentKey(config, word), 1, high, word.fallback); }

Activation readActivation(const JsonView& config, const std::string& key, const std::string& fallback) {
    constexpr std::array<std::pair<std::string_view, Activation>, 21> names{{
        {"gelu", Activation::gelu}, {"gelu_python", Activation::gelu}, {"gelu_new", Activation::geluTanh},
        {"gelu_fast", Activation::geluTanh}, {"gelu_accurate", Activation::geluTanh},
        {"gelu_pytorch_tanh", Activation::geluTanh}, {"gelu_python_tanh", Activation::geluTanh},
        {"bloom_gelu", Activation::geluTanh}, {"gelu_10", Activation::clippedGelu}, {"quick_gelu", Activation::quickGelu},
        {"relu", Activation::relu}, {"relu2", Activation::relu2}, {"relu6", Activation::relu6},
        {"leaky_relu", Activation::leakyRelu}, {"silu", Activation::silu}, {"swish", Activation::silu},
        {"mish", Activation::mish}, {"laplace", Activation::laplace}, {"tanh", Activation::tanh},
        {"sigmoid", Activation::sigmoid}, {"linear", Activation::identity},
    }};
    const std::string name = config.string(key, fallback);
    for (const auto& [known, activation] : names)
        if (name == known) return activation;
    config.at(key).fail("is '" + name + "', an activation this version doesn't compute");
}

namespace {

// A key that is absent, null or 0, which Python takes for the same.
double orElse(const JsonView& node, const char* key, double fallback) {
    const double given = node.number(key, 0);
    return given != 0 ? given : fallback;
}

void readYarn(const JsonView& scaling, Rotary& rotary) {
    rotary.betaFast = orElse(scaling, "beta_fast", 32);
    rotary.betaSlow = orElse(scaling, "beta_slow", 1);
    rotary.truncate = scaling.boolean("truncate", true);
    const auto scale = [&](double weight) {
        return rotary.factor <= 1 ? 1.0 : 0.1 * weight * std::log(rotary.factor) + 1.0;
    };
    const double own = orElse(scaling, "mscale", 0), all = orElse(scaling, "mscale_all_dim", 0);
    rotary.attentionFactor = own != 0 && all != 0 ? scale(own) / scale(all) : scale(1);
}

std::vector<double> readFactors(const JsonView& scaling, const char* key, const Rotary& rotary) {
    std::vector<double> factors;
    for (const JsonView& factor : scaling.elements(key)) factors.push_back(factor.asNumber());
    if (static_cast<int>(factors.size()) != rotary.dimensions / 2)
        scaling.at(key).fail("has " + std::to_string(factors.size()) + " factors for " + std::to_string(rotary.dimensions / 2) + " rotated pairs");
    for (const double factor : factors)
        if (!(factor > 0)) scaling.at(key).fail("has a factor that is not positive");
    return factors;
}

// The original context stands beside rope_scaling, or within rope_parameters.
void readLongrope(const JsonView& config, const JsonView& scaling, int context, const RotaryKeys& keys, Rotary& rotary) {
    const char* key = "original_max_position_embeddings";
    int original = config.count(key, 1, maxContext, keys.originalContext);
    const bool beside = original > 0;
    if (config.has("rope_parameters")) original = scaling.count(key, 1, maxContext, original);
    rotary.originalContext = original > 0 ? original : context;
    rotary.shortFactors = readFactors(scaling, "short_factor", rotary);
    rotary.longFactors = readFactors(scaling, "long_factor", rotary);
    // A factor counts where the original context does not stand beside the scaling, as it does in Phi-3's files.
    const double stretch = beside || !scaling.has("factor") ? static_cast<double>(context) / rotary.originalContext : scaling.number("factor");
    if (stretch > 1) rotary.attentionFactor = std::sqrt(1 + std::log(stretch) / std::log(rotary.originalContext));
}

// Where a file has both, the library takes the older key. Phi-3's first files call longrope "su" or "yarn".
RopeScaling scalingNamed(const JsonView& scaling) {
    const std::string type = scaling.string("type", scaling.string("rope_type", "default"));
    if (type == "default") return RopeScaling::none;
    if (type == "longrope" || type == "su" || (type == "yarn" && scaling.has("short_factor"))) return RopeScaling::longrope;
    if (type == "linear") return RopeScaling::linear;
    if (type == "dynamic") return RopeScaling::dynamic;
    if (type == "llama3") return RopeScaling::llama3;
    if (type == "yarn") return RopeScaling::yarn;
    scaling.fail("asks for the type '" + type + "', which this version doesn't compute");
}

void readScaling(const JsonView& config, const JsonView& scaling, int context, const RotaryKeys& keys, Rotary& rotary) {
    rotary.scaling = scalingNamed(scaling);
    if (rotary.scaling == RopeScaling::none) return;
    // The context that the model was first trained for; dynamic stretches from its context itself.
    const bool stretchesFromContext = rotary.scaling == RopeScaling::linear || rotary.scaling == RopeScaling::dynamic;
    rotary.originalContext = stretchesFromContext ? context : scaling.count("original_max_position_embeddings", 1, maxContext, context);
    rotary.factor = rotary.scaling == RopeScaling::longrope ? 1 : scaling.number("factor");
    if (!(rotary.factor > 0)) scaling.at("factor").fail("must be positive");
    if (rotary.scaling == RopeScaling::yarn) readYarn(scaling, rotary);
    if (rotary.scaling == RopeScaling::longrope) readLongrope(config, scaling, context, keys, rotary);
    if (rotary.scaling == RopeScaling::llama3) {
        rotary.lowFrequencyFactor = scaling.number("low_freq_factor");
        rotary.highFrequencyFactor = scaling.number("high_freq_factor");
    }
    const bool takesFactor = rotary.scaling == RopeScaling::yarn || rotary.scaling == RopeScaling::longrope;
    if (takesFactor && scaling.has("attention_factor")) rotary.attentionFactor = scaling.number("attention_factor");
}

}  // namespace

Rotary readRotary(const JsonView& config, int headDimension, int context, const RotaryKeys& keys) {
    Rotary rotary;
    rotary.base = config.number(keys.base, config.number("rope_theta", keys.defaultBase));
    double share = config.number(keys.share, keys.defaultShare);
    // Since version 5 the library keeps all of it in one object, or in one for each kind of layer.
    std::optional<JsonView> scaling = config.find("rope_parameters");
    if (scaling) {
        if (const auto ofLayer = scaling->find(keys.layerType)) scaling = ofLayer;
        rotary.base = scaling->number("rope_theta", rotary.base);
        share = scaling->number("partial_rotary_factor", share);
    } else {
        scaling = config.find("rope_scaling");
    }
    if (!(rotary.base > 0)) config.fail("asks for a rotary base that is not positive");
    if (!(share > 0 && share <= 1)) config.fail("asks for rotary positions on a share of the head outside (0, 1]");
    rotary.dimensions = static_cast<int>(headDimension * share);
    if (rotary.dimensions % 2 != 0 || rotary.dimensions == 0)
        config.fail("asks for rotary positions on " + std::to_string(rotary.dimensions) + " dimensions of a head, which are no pairs");
    if (scaling) readScaling(config, *scaling, context, keys, rotary);
    return rotary;
}

namespace {

void checkHeadsDivide(const JsonView& config, int hidden, int heads) {
    if (hidden % heads != 0)
        config.fail("has a width of " + std::to_string(hidden) + " that its " + std::to_string(heads) + " heads don't divide");
}

}  // namespace

int readHeads(const JsonView& config, const SizeWord& word, int hidden) {
    const int heads = readSize(config, word, maxHeads);
    checkHeadsDivide(config, hidden, heads);
    return heads;
}

int readHeadDimension(const JsonView& config, int hidden, int heads, int fallback) {
    const int given = config.count("head_dim", 1, maxHeadDimension, config.raw().contains("head_dim") ? 0 : fallback);
    if (given > 0) return given;
    checkHeadsDivide(config, hidden, heads);
    return hidden / heads;
}

int readKeyValueHeads(const JsonView& config, int heads, int fallback) {
    const bool absent = !config.raw().contains("num_key_value_heads");
    const int keyValueHeads = config.count("num_key_value_heads", 1, maxHeads, absent && fallback > 0 ? fallback : heads);
    if (heads % keyValueHeads != 0)
        config.fail("has " + std::to_string(heads) + " heads, which its " + std::to_string(keyValueHeads) + " key-value heads don't divide");
    return keyValueHeads;
}

int countWithin(const JsonView& config, const std::string& key, int low, int high, int fallback) {
    const int count = config.count(key, low, high, fallback);
    if (count < low || count > high)
        config.fail("has no '" + key + "', and its default of " + std::to_string(count) + " is not between " + std::to_string(low) + " and " + std::to_string(high));
    return count;
}

int readExperts(const JsonView& config, const SizeWord& word, int layers) {
    const int experts = readSize(config, word, maxExperts);
    if (experts * layers > maxExpertsOfAllLayers)
        config.at(presentKey(config, word)).fail("gives " + std::to_string(layers) + " layers more experts than any model has");
    return experts;
}

int readWindow(const JsonView& config, int fallback) {
    return config.count("sliding_window", 1, maxContext, config.raw().contains("sliding_window") ? 0 : fallback);
}

std::vector<bool> readSlidingLayers(const JsonView& config, int layers, const std::function<bool(int)>& byRule) {
    std::vector<bool> sliding;
    const auto listed = config.find("layer_types");
    if (!listed) {
        for (int l = 0; l < layers; ++l) sliding.push_back(byRule(l));
        return sliding;
    }
    for (const JsonView& type : listed->elements()) {
        const std::string name = type.asString();
        if (name != "sliding_attention" && name != "full_attention") type.fail("is '" + name + "', a kind of layer this version doesn't compute");
        sliding.push_back(name == "sliding_attention");
    }
    if (static_cast<int>(sliding.size()) != layers)
        listed->fail("has " + std::to_string(sliding.size()) + " entries for " + std::to_string(layers) + " layers");
    return sliding;
}

ModelDescription readNames(const JsonView& config) {
    ModelDescription model;
    model.family = config.string("model_type", "");
    if (const auto list = config.find("architectures"); list && list->isArray() && !list->elements().empty())
        model.architecture = list->elements().front().asString();
    return model;
}

}  // namespace strato
