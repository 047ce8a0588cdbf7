#include "core/model/weights.h"

#include <ATen/ATen.h>

namespace strato {

namespace {

void visitNorm(const std::optional<Norm>& norm, int width, NormWeights& weights, const TensorVisitor& visit) {
    if (!norm) return;
    if (norm->weight) visit({norm->name + ".weight", {width}}, weights.weight);
    if (norm->bias) visit({norm->name + ".bias", {width}}, weights.bias);
}

void visitLinear(const Linear& linear, LinearWeights& weights, const TensorVisitor& visit) {
    if (linear.inputMajor) visit({linear.name + ".weight", {linear.inputs, linear.outputs}}, weights.weight);
    else visit({linear.name + ".weight", {linear.outputs, linear.inputs}}, weights.weight);
    if (linear.bias) visit({linear.name + ".bias", {linear.outputs}}, weights.bias);
}

}  // namespace

std::int64_t TensorSpec::elements() const {
    std::int64_t product = 1;
    for (const std::int64_t size : shape) product *= size;
    return product;
}

void forEachTensor(const Block& block, BlockWeights& weights, const TensorVisitor& visit) {
    const int hidden = block.mlp.down.outputs;
    const Attention& attention = block.attention;
    visitNorm(block.beforeAttention, hidden, weights.beforeAttention, visit);
    if (attention.fused) {
        visitLinear(*attention.fused, weights.fused, visit);
    } else {
        visitLinear(attention.query, weights.query, visit);
        visitLinear(attention.key, weights.key, visit);
        visitLinear(attention.value, weights.value, visit);
    }
    visitLinear(attention.output, weights.output, visit);
    visitNorm(block.afterAttention, hidden, weights.afterAttention, visit);
    visitNorm(block.beforeMlp, hidden, weights.beforeMlp, visit);
    if (block.mlp.gate) visitLinear(*block.mlp.gate, weights.gate, visit);
    visitLinear(block.mlp.up, weights.up, visit);
    visitLinear(block.mlp.down, weights.down, visit);
    visitNorm(block.afterMlp, hidden, weights.afterMlp, visit);
}

void forEachTensor(const ModelDescription& model, EmbeddingWeights& weights, const TensorVisitor& visit) {
    visit({model.tokenEmbedding, {model.vocabulary, model.hidden}}, weights.tokens);
    if (!model.positionEmbedding.empty())
        visit({model.positionEmbedding, {model.context + model.positionOffset, model.hidden}}, weights.positions);
}

void forEachTensor(const ModelDescription& model, HeadWeights& weights, const TensorVisitor& visit) {
    visitNorm(model.finalNorm, model.hidden, weights.norm, visit);
    if (!model.tied) visit({model.head, {model.vocabulary, model.hidden}}, weights.matrix);
}

std::vector<TensorSpec> tensorsOf(const Block& block) {
    std::vector<TensorSpec> list;
    BlockWeights unused;
    forEachTensor(block, unused, [&](const TensorSpec& spec, at::Tensor&) { list.push_back(spec); });
    return list;
}

std::vector<TensorSpec> tensorsOf(const ModelDescription& model) {
    std::vector<TensorSpec> list;
    const auto collect = [&](const TensorSpec& spec, at::Tensor&) { list.push_back(spec); };
    EmbeddingWeights embedding;
    forEachTensor(model, embedding, collect);
    for (const Block& block : model.blocks)
        for (TensorSpec& spec : tensorsOf(block)) list.push_back(std::move(spec));
    HeadWeights head;
    forEachTensor(model, head, collect);
    return list;
}

}  // namespace strato
