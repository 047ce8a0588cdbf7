// A whole decoder in memory whose weights can learn. It runs through the very block code that measures models.
//
//     TrainableModel model(describeModel(config), seed, at::kFloat, at::kCPU);
//     TrainingLoss loss = model.loss(ids, targets, batch, Regularizer::cosine);
//     (loss.prediction + 0.5 * loss.regularizer).backward();
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/model/weights.h"
#include "core/train/train_settings.h"

namespace strato {

struct TrainingLoss {
    at::Tensor prediction;             // mean cross entropy of the next token, nats
    at::Tensor regularizer;            // without lambda; undefined for Regularizer::none
};

class TrainableModel {
public:
    // Weights drawn from the seed as GPT-2's are (normal, deviation 0.02; the projections that write to the residual stream divided
    // by sqrt(2 layers)), norms 1, biases 0.
    TrainableModel(ModelDescription description, std::uint64_t seed, at::ScalarType type, at::Device device);

    const ModelDescription& description() const { return description_; }
    // Every tensor of the model with its name, in the one order of forEachTensor.
    void forEach(const TensorVisitor& visit);
    std::int64_t parameters();

    // ids: [rows] int64 -> states 0 .. L, each [rows, hidden].
    std::vector<at::Tensor> states(const at::Tensor& ids, const Batch& batch) const;
    // ids, targets: [rows] int64; a target of -1 is not predicted.
    TrainingLoss loss(const at::Tensor& ids, const at::Tensor& targets, const Batch& batch, Regularizer regularizer) const;

private:
    ModelDescription description_;
    EmbeddingWeights embedding_;
    std::vector<BlockWeights> blocks_;
    HeadWeights head_;
};

}  // namespace strato
