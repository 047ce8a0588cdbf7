// Words that config.json files of several families share.
#pragma once

#include <functional>
#include <vector>

#include "core/base/json_view.h"
#include "core/model/description.h"

namespace strato {

// Bounds on what an untrusted config may ask for, several times what the largest models have; products of two stay within an int.
inline constexpr int maxLayers = 1024;
inline constexpr int maxWidth = 1 << 17;
inline constexpr int maxIntermediate = maxWidth * 8;
inline constexpr int maxHeads = 1 << 12;
inline constexpr int maxHeadDimension = 1 << 14;
inline constexpr int maxVocabulary = 1 << 24;
inline constexpr int maxContext = 1 << 28;
inline constexpr int maxExperts = 4096;
inline constexpr int maxSharedExperts = 64;
inline constexpr int maxExpertsOfAllLayers = 1 << 16, maxHeadsOfAllLayers = 1 << 16;

// A size with the keys that the library accepts for it and what holds without them.
struct SizeWord {
    std::vector<const char*> keys = {};
    int fallback = 0;
};

// The key that is there, or the first.
std::string presentKey(const JsonView& config, const SizeWord& word);
// Throws Error out of [1, high].
int readSize(const JsonView& config, const SizeWord& word, int high);

// "gelu", "gelu_new", "relu", "silu" and their other names. Throws Error for one that is unknown.
Activation readActivation(const JsonView& config, const std::string& key, const std::string& fallback);

// Where a family keeps the base and the rotated share of each head, and what holds where it says nothing.
struct RotaryKeys {
    std::string base = "rope_theta", share = "partial_rotary_factor";
    double defaultBase = 10000, defaultShare = 1;
    int originalContext = 0;           // before it was stretched, where a family has a default for it
    // Of newer files that keep parameters for each kind of layer: the kind.
    std::string layerType = "full_attention";
};

// rope_theta and rope_scaling, or rope_parameters of newer files, for heads of `headDimension`. Throws Error for a scaling
// that the decoder doesn't know.
Rotary readRotary(const JsonView& config, int headDimension, int context, const RotaryKeys& keys = {});

// head_dim; where it is absent `fallback`, where that is 0 or the key is null hidden / heads. Throws Error if heads don't divide the width.
int readHeadDimension(const JsonView& config, int hidden, int heads, int fallback = 0);

// num_key_value_heads; where it is absent `fallback`, where that is 0 or the key is null as many as heads. Throws Error unless they
// divide heads.
int readKeyValueHeads(const JsonView& config, int heads, int fallback = 0);

// The number of heads. Throws Error unless they divide the width of the model.
int readHeads(const JsonView& config, const SizeWord& word, int hidden);

// sliding_window; 0 where it is null, `fallback` where it is absent.
int readWindow(const JsonView& config, int fallback);

// For every layer whether layer_types says "sliding_attention"; without that list what `byRule` says of a layer's number. Throws
// Error for a list of another length or with another word.
std::vector<bool> readSlidingLayers(const JsonView& config, int layers, const std::function<bool(int)>& byRule);

// A count in [low, high]; `fallback` where it is absent, which must fit too. Throws Error.
int countWithin(const JsonView& config, const std::string& key, int low, int high, int fallback);

// The number of experts of a layer. Throws Error if those of all layers together are more than any model has.
int readExperts(const JsonView& config, const SizeWord& word, int layers);

// model_type, the first of `architectures`.
ModelDescription readNames(const JsonView& config);

}  // namespace strato
