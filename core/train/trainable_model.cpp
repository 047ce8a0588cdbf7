#include "core/train/trainable_model.h"

#include <cmath>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include "core/model/decoder_block.h"
#include "core/model/embedding.h"
#include "core/model/head.h"
#include "core/train/regularizer.h"

namespace strato {

namespace {

bool writesToResidualStream(const ModelDescription& model, const std::string& name) {
    for (const Block& block : model.blocks)
        if (name == block.attention.output.name + ".weight" || (block.mlp && name == block.mlp->down.name + ".weight")) return true;
    return false;
}

at::Tensor initial(const ModelDescription& model, const TensorSpec& spec, at::Generator& generator) {
    if (spec.shape.size() == 1) return spec.name.ends_with(".bias") ? at::zeros(spec.shape) : at::ones(spec.shape);
    const double deviation = writesToResidualStream(model, spec.name) ? 0.02 / std::sqrt(2.0 * model.layers()) : 0.02;
    return at::empty(spec.shape, at::kFloat).normal_(0, deviation, generator);
}

}  // namespace

TrainableModel::TrainableModel(ModelDescription description, std::uint64_t seed, at::ScalarType type, at::Device device)
    : description_(std::move(description)), blocks_(description_.blocks.size()) {
    at::Generator generator = at::detail::createCPUGenerator(seed);
    forEach([&](const TensorSpec& spec, at::Tensor& slot) {
        slot = initial(description_, spec, generator).to(device, type);
        slot.set_requires_grad(true);
    });
}

void TrainableModel::forEach(const TensorVisitor& visit) {
    forEachTensor(description_, embedding_, visit);
    for (std::size_t l = 0; l < blocks_.size(); ++l) forEachTensor(description_.blocks[l], blocks_[l], visit);
    forEachTensor(description_, head_, visit);
}

std::int64_t TrainableModel::parameters() {
    std::int64_t count = 0;
    forEach([&](const TensorSpec& spec, at::Tensor&) { count += spec.elements(); });
    return count;
}

std::vector<at::Tensor> TrainableModel::states(const at::Tensor& ids, const Batch& batch) const {
    std::vector<at::Tensor> states{stateOfTokens(description_, embedding_, at::embedding(embedding_.tokens, ids), batch)};
    for (std::size_t l = 0; l < blocks_.size(); ++l)
        states.push_back(runBlock(description_.blocks[l], blocks_[l], states.back(), batch));
    return states;
}

TrainingLoss TrainableModel::loss(const at::Tensor& ids, const at::Tensor& targets, const Batch& batch, Regularizer regularizer) const {
    const std::vector<at::Tensor> all = states(ids, batch);
    const at::Tensor& matrix = description_.head.tied ? embedding_.tokens : head_.matrix;
    const at::Tensor logits = logitsOf(description_.head, head_, at::mm(headInput(description_.head, head_, all.back()), matrix.t()));
    return {at::cross_entropy_loss(logits, targets, {}, at::Reduction::Mean, -1), regularizerTerm(regularizer, all)};
}

}  // namespace strato
