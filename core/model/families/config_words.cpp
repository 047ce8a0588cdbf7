#include "core/model/families/config_words.h"

#include <array>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace strato {

Activation readActivation(const JsonView& config, const std::string& key, const std::string& fallback) {
    constexpr std::array<std::pair<std::string_view, Activation>, 7> names{{{"gelu", Activation::gelu},
                                                                            {"gelu_new", Activation::geluTanh},
                                                                            {"gelu_pytorch_tanh", Activation::geluTanh},
                                                                            {"gelu_fast", Activation::geluTanh},
                                                                            {"relu", Activation::relu},
                                                                            {"silu", Activation::silu},
                                                                            {"swish", Activation::silu}}};
    const std::string name = config.string(key, fallback);
    for (const auto& [known, activation] : names)
        if (name == known) return activation;
    config.at(key).fail("is '" + name + "', an activation this version doesn't compute");
}

namespace {

void readYarn(const JsonView& scaling, int context, Rotary& rotary) {
    rotary.scaling = RopeScaling::yarn;
    rotary.originalContext = scaling.count("original_max_position_embeddings", 1, maxContext, context);
    rotary.betaFast = scaling.number("beta_fast", 32);
    rotary.betaSlow = scaling.number("beta_slow", 1);
    rotary.truncate = scaling.boolean("truncate", true);
    const auto scale = [&](double weight) {
        return rotary.factor <= 1 ? 1.0 : 0.1 * weight * std::log(rotary.factor) + 1.0;
    };
    if (scaling.has("attention_factor")) rotary.attentionFactor = scaling.number("attention_factor");
    else if (scaling.has("mscale") && scaling.has("mscale_all_dim"))
        rotary.attentionFactor = scale(scaling.number("mscale")) / scale(scaling.number("mscale_all_dim"));
    else rotary.attentionFactor = scale(1);
}

void readScaling(const JsonView& scaling, int context, Rotary& rotary) {
    const std::string type = scaling.string("rope_type", scaling.string("type", "default"));
    if (type == "default") return;
    if (type != "linear" && type != "dynamic" && type != "llama3" && type != "yarn")
        scaling.fail("asks for the type '" + type + "', which this version doesn't compute");
    rotary.factor = scaling.number("factor");
    if (!(rotary.factor > 0)) scaling.at("factor").fail("must be positive");
    rotary.originalContext = context;
    if (type == "linear") rotary.scaling = RopeScaling::linear;
    if (type == "dynamic") rotary.scaling = RopeScaling::dynamic;
    if (type == "yarn") readYarn(scaling, context, rotary);
    if (type == "llama3") {
        rotary.scaling = RopeScaling::llama3;
        rotary.originalContext = scaling.count("original_max_position_embeddings", 1, maxContext);
        rotary.lowFrequencyFactor = scaling.number("low_freq_factor");
        rotary.highFrequencyFactor = scaling.number("high_freq_factor");
    }
}

}  // namespace

Rotary readRotary(const JsonView& config, int headDimension, int context, const RotaryKeys& keys) {
    Rotary rotary;
    // Since version 5 the library keeps all of it in one object.
    const auto parameters = config.find("rope_parameters");
    rotary.base = config.number(keys.base, config.number("rope_theta", 10000));
    double share = config.number(keys.share, keys.defaultShare);
    if (parameters) {
        rotary.base = parameters->number("rope_theta", rotary.base);
        share = parameters->number("partial_rotary_factor", share);
        readScaling(*parameters, context, rotary);
    } else if (const auto scaling = config.find("rope_scaling")) {
        readScaling(*scaling, context, rotary);
    }
    if (!(rotary.base > 0)) config.fail("asks for a rotary base that is not positive");
    if (!(share > 0 && share <= 1)) config.fail("asks for rotary positions on a share of the head outside (0, 1]");
    rotary.dimensions = static_cast<int>(headDimension * share);
    if (rotary.dimensions % 2 != 0) config.fail("asks for rotary positions on an odd number of dimensions");
    return rotary;
}

int readHeadDimension(const JsonView& config, int hidden, int heads) {
    const int given = config.count("head_dim", 1, maxWidth, 0);
    if (given > 0) return given;
    if (hidden % heads != 0)
        config.fail("has a width of " + std::to_string(hidden) + " that its " + std::to_string(heads) + " heads don't divide");
    return hidden / heads;
}

void checkHeads(const JsonView& config, const Attention& attention) {
    if (attention.heads % attention.keyValueHeads != 0)
        config.fail("has " + std::to_string(attention.heads) + " heads, which its " +
                    std::to_string(attention.keyValueHeads) + " key-value heads don't divide");
}

ModelDescription readNames(const JsonView& config) {
    ModelDescription model;
    model.family = config.string("model_type");
    if (const auto list = config.find("architectures"); list && list->isArray() && !list->elements().empty())
        model.architecture = list->elements().front().asString();
    return model;
}

}  // namespace strato
