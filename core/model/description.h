// A decoder in words: everything that distinguishes one architecture from another, filled in by a family's adapter from
// config.json and read by the one decoder. Names of tensors are part of it, written out for every block.
//
// One block, with every optional part (a missing norm is an identity):
//
//     x ─┬─ beforeAttention ─ attention ─ afterAttention ─(+)─ afterAttentionSum ─┬─ beforeMlp ─ mlp ─ afterMlp ─(+)─ afterMlpSum ─ y
//        └─────────────────────────────────────────────────┘                      └───────────────────────────────┘
//
// and where `parallel` is set, attention and MLP both read x and y = x + attention + mlp; without a beforeMlp of its own
// the MLP then reads what attention reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace strato {

enum class NormKind { layerNorm, rmsNorm };

struct Norm {
    NormKind kind = NormKind::layerNorm;
    double epsilon = 1e-5;
    bool weight = true, bias = false;
    bool addsOne = false;              // multiplies by 1 + weight
    std::string name = {};             // tensors are name.weight and name.bias
    bool operator==(const Norm&) const = default;
};

struct Linear {
    std::string name = {};             // tensors are name.weight and name.bias
    int inputs = 0, outputs = 0;
    bool bias = false;
    bool inputMajor = false;           // stored [inputs, outputs] (GPT-2's Conv1D) instead of [outputs, inputs]
    std::string biasName = {};         // where the bias is not called name.bias
    bool operator==(const Linear&) const = default;
};

// A norm of queries or keys before positions are applied.
struct HeadNorm {
    enum class Over {
        head,        // of each head, with one weight [headDimension] for all heads
        ownHead,     // of each head, with a weight [heads, headDimension]
        storedHead,  // the same, stored as one tensor a head: name.0.weight, name.1.weight ...
        projection,  // of all heads together, with a weight [heads * headDimension]
    };
    Norm norm;
    Over over = Over::head;
    bool operator==(const HeadNorm&) const = default;
};

// Queries, keys and values as one projection. Its outputs are `groups` equal parts, each of which is its share of the query
// heads | key heads | value heads: one group has all queries first, as many groups as heads are head by head.
struct FusedProjection {
    Linear linear;
    int groups = 1;
    bool valueFirst = false;           // query | value | key
    bool operator==(const FusedProjection&) const = default;
};

// Keys and values from one narrow latent (DeepSeek-V2, arXiv 2405.04434, section 2.1): `down` gives latent | rotated part of the
// key, which all heads share; `up` gives each head the rest of its key | its value.
struct LatentProjection {
    std::optional<Linear> queryDown = {};  // queries are then made from its normed output
    std::optional<Norm> queryNorm = {};
    Linear down, up;
    Norm norm;                         // of the latent
    bool operator==(const LatentProjection&) const = default;
};

enum class RopeScaling { none, linear, dynamic, llama3, yarn, longrope };

// Rotary position embedding (Su et al., arXiv 2104.09864); names of the scalings are those of config.json.
struct Rotary {
    int dimensions = 0;                // of each head, from its start; the rest passes through
    bool atEnd = false;                // from the head's end instead
    bool interleaved = false;          // pairs (2k, 2k + 1); else (k, k + dimensions / 2)
    double base = 10000;
    RopeScaling scaling = RopeScaling::none;
    double factor = 1;
    int originalContext = 0;           // of dynamic, llama3, yarn, longrope
    double lowFrequencyFactor = 1, highFrequencyFactor = 4;   // llama3
    double betaFast = 32, betaSlow = 1;                       // yarn
    bool truncate = true;                                     // yarn
    std::vector<double> shortFactors = {}, longFactors = {};  // longrope, one a pair: up to the original context, and beyond
    double attentionFactor = 1;                               // multiplies cosine and sine
    bool operator==(const Rotary&) const = default;
};

// Attention with linear biases (Press et al., arXiv 2108.12409): head h adds slopes[h] * position of the key to its scores.
struct Alibi {
    std::vector<double> slopes = {};
    bool inBfloat16 = false;           // slopes and products rounded to bfloat16
    double scale = 1;                  // of the sum
    bool operator==(const Alibi&) const = default;
};

struct Attention {
    int heads = 0, keyValueHeads = 0;
    int headDimension = 0;             // of queries and keys
    int valueDimension = 0;            // of values
    double scale = 1;                  // of query-key products
    double softcap = 0;                // scores become softcap * tanh(scores / softcap); 0: as they are
    Linear query, key, value;          // one by one, unless ...
    std::optional<FusedProjection> fused = {};
    std::optional<LatentProjection> latent = {};
    std::optional<HeadNorm> queryNorm = {}, keyNorm = {};
    double clip = 0;                   // queries, keys and values lie in [-clip, clip]; 0: anywhere
    Linear output;
    std::optional<Rotary> rotary = {};
    std::optional<Alibi> alibi = {};
    int window = 0;                    // a token sees so many tokens, itself included; 0: all before it
    bool operator==(const Attention&) const = default;
};

enum class Activation { gelu, geluTanh, clippedGelu, quickGelu, relu, relu2, relu6, leakyRelu, silu, mish, laplace, tanh, sigmoid, identity };

struct Mlp {
    Activation activation = Activation::gelu;
    std::optional<Linear> gate = {};   // down(activation(gate x) * up x); without it down(activation(up x))
    Linear up, down;
    bool gateInUp = false;             // the first half of up's outputs is the gate
    bool operator==(const Mlp&) const = default;
};

// A mixture of experts: each token is given to `chosen` of them, and their outputs are added by the router's shares.
struct Experts {
    Linear router;
    int chosen = 0;
    bool sigmoid = false;              // scores are sigmoids of the router's outputs; else their softmax
    std::string correction = {};       // a tensor [experts] added to the scores for the choice only; empty: none
    int groups = 1, chosenGroups = 1;  // experts are chosen within the groups whose two best scores have the largest sums
    bool normalized = false;           // shares of the chosen add up to 1
    double scale = 1;                  // of the shares
    std::vector<Mlp> experts = {};
    std::optional<Linear> sharedGate = {};  // the block's own MLP counts by the sigmoid of this
    bool operator==(const Experts&) const = default;
};

// The halves of a block: a plan may leave one out.
struct BlockParts {
    bool attention = true, mlp = true;
    bool operator==(const BlockParts&) const = default;
};

struct Block {
    std::optional<Norm> beforeAttention = {}, afterAttention = {}, afterAttentionSum = {};
    std::optional<Norm> beforeMlp = {}, afterMlp = {}, afterMlpSum = {};
    Attention attention;
    std::optional<Mlp> mlp = {};       // of every token; with experts, the sum of both
    std::optional<Experts> experts = {};
    bool parallel = false;
    bool carriesNormed = false;        // the sums are with what attention and MLP read, not with what came before the norm
    double branchScale = 1;            // of what attention and MLP add
    BlockParts parts = {};             // whose tensors are there: all, but in a folder that an edit made
    bool operator==(const Block&) const = default;
};

// State 0: norm(project(scale * tokens[id]) + positions[position]).
struct Embedding {
    std::string tokens = {};           // tensor [vocabulary, width]
    int width = 0;                     // the model's, unless there is a projection
    double scale = 1;
    std::optional<Linear> projection = {};  // width -> hidden
    std::string positions = {};        // tensor [context + positionOffset, hidden]; empty: none
    bool sinusoids = false;            // computed positions instead (Vaswani et al., arXiv 1706.03762, sines before cosines)
    int positionOffset = 0;            // position p is row p + positionOffset
    std::optional<Norm> norm = {};
};

// Logits: softcap(scale * (project(norm(state L)) matrix + bias)).
struct Head {
    std::optional<Norm> norm = {};
    std::optional<Linear> projection = {};  // hidden -> width of the embedding
    std::string matrix = {};           // tensor [vocabulary, width]; not stored if tied
    bool tied = false;                 // the matrix is the token embedding
    std::string bias = {};             // tensor [vocabulary]; empty: none
    double scale = 1;
    double softcap = 0;                // logits become softcap * tanh(logits / softcap); 0: as they are
    bool lastStateUnnormed = false;    // the library's last hidden state is state L itself, not what the head reads
};

// Names of tensors carry the base-model prefix.
struct ModelDescription {
    std::string family = {}, architecture = {};
    int hidden = 0, vocabulary = 0, context = 0;
    std::string prefix = {};           // base-model prefix; checkpoints may leave it out of every name
    std::string layerCountKey = {};    // config.json's key for the number of blocks
    Embedding embedding;
    std::vector<Block> blocks = {};
    Head head;
    // Beginnings of names that checkpoints of this family may have, and what stands there in ours.
    std::vector<std::pair<std::string, std::string>> renames = {};
    std::vector<std::string> otherParts = {};  // beginnings of names of tensors that belong to no decoder: an image tower's
    bool partOfLarger = false;         // config.json describes more than this decoder

    int layers() const { return static_cast<int>(blocks.size()); }
};

// True if what a block's MLP (or attention) gives is added to the residual stream as it is, so that a map on it folds into its last
// matrix (ReplaceMe, arXiv 2505.02819); of a model, if that is so of every block's MLP.
bool mlpAddsStraight(const Block& block);
bool attentionAddsStraight(const Block& block);
bool mlpAddsStraight(const ModelDescription& model);

// True if two blocks compute the same thing from their own tensors: everything but the tensors' names is equal.
bool sameComputation(Block one, Block other);

}  // namespace strato
