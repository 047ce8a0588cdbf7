// A decoder in words: everything that distinguishes one architecture from another, filled in by a family's adapter from
// config.json and read by the one decoder. Names of tensors are part of it, written out for every block.
//
// One block, with every optional part (a missing norm is an identity):
//
//     x ──┬─ beforeAttention ─ attention ─ afterAttention ─(+)─┬─ beforeMlp ─ mlp ─ afterMlp ─(+)── y
//         └────────────────────────────────────────────────┘   └───────────────────────────┘
//
// and where `parallel` is set, attention and MLP both read x and y = x + attention + mlp; without a beforeMlp of its own
// the MLP then reads what attention reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace strato {

enum class NormKind { layerNorm, rmsNorm };

struct Norm {
    NormKind kind = NormKind::layerNorm;
    double epsilon = 1e-5;
    bool weight = true, bias = false;
    std::string name;                  // tensors are name.weight and name.bias
    bool operator==(const Norm&) const = default;
};

struct Linear {
    std::string name;                  // tensors are name.weight and name.bias
    int inputs = 0, outputs = 0;
    bool bias = false;
    bool inputMajor = false;           // stored [inputs, outputs] (GPT-2's Conv1D) instead of [outputs, inputs]
    bool operator==(const Linear&) const = default;
};

// How the outputs of one fused projection are queries, keys and values.
enum class FusedLayout {
    parts,    // all queries | all keys | all values
    perHead,  // for each head: its query | key | value
};

enum class RopeScaling { none, linear, dynamic, llama3, yarn };

// Rotary position embedding (Su et al., arXiv 2104.09864); names and formulas of the scalings as in families.md, 0.7.
struct Rotary {
    int dimensions = 0;                // of each head, from its start; the rest passes through
    bool interleaved = false;          // pairs (2k, 2k + 1); else (k, k + dimensions / 2)
    double base = 10000;
    RopeScaling scaling = RopeScaling::none;
    double factor = 1;
    int originalContext = 0;           // of dynamic, llama3, yarn
    double lowFrequencyFactor = 1, highFrequencyFactor = 4;   // llama3
    double betaFast = 32, betaSlow = 1;                       // yarn
    bool truncate = true;                                     // yarn
    double attentionFactor = 1;                               // multiplies cosine and sine
    bool operator==(const Rotary&) const = default;
};

struct Attention {
    int heads = 0, keyValueHeads = 0, headDimension = 0;
    double scale = 1;                  // of query-key products
    std::optional<Linear> fused;       // queries, keys and values at once ...
    FusedLayout layout = FusedLayout::parts;
    Linear query, key, value;          // ... or one by one
    Linear output;
    std::optional<Rotary> rotary;
    int window = 0;                    // a token sees so many tokens, itself included; 0: all before it
    bool operator==(const Attention&) const = default;
};

enum class Activation { gelu, geluTanh, relu, silu };

struct Mlp {
    Activation activation = Activation::gelu;
    std::optional<Linear> gate;        // down(activation(gate x) * up x); without it down(activation(up x))
    Linear up, down;
    bool operator==(const Mlp&) const = default;
};

struct Block {
    std::optional<Norm> beforeAttention, afterAttention, beforeMlp, afterMlp;
    Attention attention;
    Mlp mlp;
    bool parallel = false;
    bool operator==(const Block&) const = default;
};

// Names of tensors carry the base-model prefix.
struct ModelDescription {
    std::string family, architecture;
    int hidden = 0, vocabulary = 0, context = 0;
    std::string prefix;                // base-model prefix; checkpoints may leave it out of every name
    std::string layerCountKey;         // config.json's key for the number of blocks
    std::string tokenEmbedding;        // tensor [vocabulary, hidden]
    std::string positionEmbedding;     // tensor [context + positionOffset, hidden]; empty: none
    int positionOffset = 0;            // position p is row p + positionOffset
    std::vector<Block> blocks;
    std::optional<Norm> finalNorm;
    bool tied = false;                 // the output matrix is the token embedding
    std::string head;                  // tensor [vocabulary, hidden] if not tied

    int layers() const { return static_cast<int>(blocks.size()); }
};

// True if two blocks compute the same thing from their own tensors: everything but the tensors' names is equal.
bool sameComputation(Block one, Block other);

}  // namespace strato
