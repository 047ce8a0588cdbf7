// The tensors of a model, and the one list of them: load, check, count, initialise and save all walk it.
//
//     BlockWeights weights;
//     forEachTensor(description.blocks[3], weights, [&](const TensorSpec& spec, at::Tensor& slot) { slot = load(spec); });
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/description.h"

namespace strato {

// A tensor as the checkpoint must hold it.
struct TensorSpec {
    std::string name;
    std::vector<std::int64_t> shape;
    std::int64_t elements() const;
};

struct NormWeights {
    at::Tensor weight, bias;           // [width]
};

struct LinearWeights {
    at::Tensor weight, bias;           // as stored: [outputs, inputs], or [inputs, outputs] if inputMajor; [outputs]
};

struct BlockWeights {
    NormWeights beforeAttention, afterAttention, beforeMlp, afterMlp;
    LinearWeights fused, query, key, value, output;
    LinearWeights gate, up, down;
};

struct EmbeddingWeights {
    at::Tensor tokens;                 // [vocabulary, hidden]
    at::Tensor positions;              // [context + offset, hidden], undefined without learned positions
};

struct HeadWeights {
    NormWeights norm;
    at::Tensor matrix;                 // [vocabulary, hidden]; undefined if tied: use the token embedding
};

using TensorVisitor = std::function<void(const TensorSpec& spec, at::Tensor& slot)>;

// Visit every tensor the description names, in a fixed order, with the slot that holds it.
void forEachTensor(const Block& block, BlockWeights& weights, const TensorVisitor& visit);
void forEachTensor(const ModelDescription& model, EmbeddingWeights& weights, const TensorVisitor& visit);
void forEachTensor(const ModelDescription& model, HeadWeights& weights, const TensorVisitor& visit);

// The same list without the slots: of one block, and of the whole model in the order embedding, blocks, head.
std::vector<TensorSpec> tensorsOf(const Block& block);
std::vector<TensorSpec> tensorsOf(const ModelDescription& model);

}  // namespace strato
