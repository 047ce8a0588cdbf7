// The tensors of a model, and the one list of them: load, check, count, initialise and save all walk it.
//
//     BlockWeights weights;
//     forEachTensor(description.blocks[3], weights, [&](const TensorSpec& spec, at::Tensor& slot) { slot = load(spec); });
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/description.h"

namespace strato {

// A tensor as the checkpoint must hold it.
struct TensorSpec {
    std::string name;
    std::vector<std::int64_t> shape;
    bool ofExpert = false;             // few tokens need it: it stays as stored and is converted where it is used
    std::int64_t elements() const;
};

struct NormWeights {
    at::Tensor weight, bias;           // [width], or [heads, headDimension]
    std::vector<at::Tensor> heads;     // [headDimension] each, instead of `weight` where a norm is stored head by head
};

struct LinearWeights {
    at::Tensor weight, bias;           // as stored: [outputs, inputs], or [inputs, outputs] if inputMajor; [outputs]
};

struct AttentionWeights {
    LinearWeights fused, query, key, value, output;
    LinearWeights queryDown, latentDown, latentUp;
    NormWeights queryDownNorm, latentNorm, queryNorm, keyNorm;
};

struct MlpWeights {
    LinearWeights gate, up, down;
};

struct ExpertsWeights {
    LinearWeights router, sharedGate;
    at::Tensor correction;             // [experts]
    std::vector<MlpWeights> experts;
};

struct BlockWeights {
    NormWeights beforeAttention, afterAttention, afterAttentionSum, beforeMlp, afterMlp, afterMlpSum;
    AttentionWeights attention;
    MlpWeights mlp;
    ExpertsWeights experts;
};

struct EmbeddingWeights {
    at::Tensor tokens;                 // [vocabulary, width]
    LinearWeights projection;
    at::Tensor positions;              // [context + offset, hidden], undefined without learned positions
    NormWeights norm;
};

struct HeadWeights {
    NormWeights norm;
    LinearWeights projection;
    at::Tensor matrix;                 // [vocabulary, width]; undefined if tied: use the token embedding
    at::Tensor bias;                   // [vocabulary]
};

// Tensors that stand in for a checkpoint's, by name, in its types and layouts.
using TensorReplacements = std::map<std::string, at::Tensor>;

using TensorVisitor = std::function<void(const TensorSpec& spec, at::Tensor& slot)>;

// Visit every tensor the description names, in a fixed order, with the slot that holds it.
void forEachTensor(const Block& block, BlockWeights& weights, const TensorVisitor& visit);
void forEachTensor(const ModelDescription& model, EmbeddingWeights& weights, const TensorVisitor& visit);
void forEachTensor(const ModelDescription& model, HeadWeights& weights, const TensorVisitor& visit);

// The same list without the slots: of one block or what is left of it without a half, and of the whole model in the order embedding,
// blocks, head.
std::vector<TensorSpec> tensorsOf(const Block& block, BlockParts parts = {});
std::vector<TensorSpec> tensorsOf(const ModelDescription& model);

// Parameters that work on a token: of experts, only those that are chosen.
std::int64_t activeParameters(const Block& block, BlockParts parts = {});

}  // namespace strato
