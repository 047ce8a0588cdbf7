// Words that config.json files of several families share.
#pragma once

#include "core/base/json_view.h"
#include "core/model/description.h"

namespace strato {

// Bounds on what an untrusted config may ask for.
inline constexpr int maxLayers = 1024;
inline constexpr int maxWidth = 1 << 17;
inline constexpr int maxVocabulary = 1 << 24;
inline constexpr int maxContext = 1 << 28;

// "gelu", "gelu_new", "relu", "silu" and their other names. Throws Error for one that is unknown.
Activation readActivation(const JsonView& config, const std::string& key, const std::string& fallback);

// Where older files keep the base and the rotated share of each head, and the share they mean when they say nothing.
struct RotaryKeys {
    std::string base = "rope_theta", share = "partial_rotary_factor";
    double defaultShare = 1;
};

// rope_theta and rope_scaling, or rope_parameters of newer files, for heads of `headDimension`. Throws Error for a scaling
// that the decoder doesn't know.
Rotary readRotary(const JsonView& config, int headDimension, int context, const RotaryKeys& keys = {});

// headDimension given or hidden / heads. Throws Error if heads don't divide the width.
int readHeadDimension(const JsonView& config, int hidden, int heads);

// Throws Error unless key-value heads divide heads.
void checkHeads(const JsonView& config, const Attention& attention);

// model_type and the first of `architectures`.
ModelDescription readNames(const JsonView& config);

}  // namespace strato
