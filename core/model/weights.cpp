#include "core/model/weights.h"

#include <ATen/ATen.h>

namespace strato {

namespace {

void visitNorm(const std::optional<Norm>& norm, int width, NormWeights& weights, const TensorVisitor& visit) {
    if (!norm) return;
    if (norm->weight) visit({norm->name + ".weight", {width}}, weights.weight);
    if (norm->bias) visit({norm->name + ".bias", {width}}, weights.bias);
}

void visitHeadNorm(const std::optional<HeadNorm>& given, int heads, int width, NormWeights& weights, const TensorVisitor& visit) {
    if (!given) return;
    const std::string& name = given->norm.name;
    switch (given->over) {
        case HeadNorm::Over::head: return visitNorm(given->norm, width, weights, visit);
        case HeadNorm::Over::projection: return visitNorm(given->norm, heads * width, weights, visit);
        case HeadNorm::Over::ownHead: return visit({name + ".weight", {heads, width}}, weights.weight);
        case HeadNorm::Over::storedHead:
            weights.heads.resize(static_cast<std::size_t>(heads));
            for (int h = 0; h < heads; ++h)
                visit({name + "." + std::to_string(h) + ".weight", {width}}, weights.heads[static_cast<std::size_t>(h)]);
    }
}

void visitLinear(const Linear& linear, LinearWeights& weights, const TensorVisitor& visit, bool ofExpert = false) {
    const std::vector<std::int64_t> shape = linear.inputMajor ? std::vector<std::int64_t>{linear.inputs, linear.outputs}
                                                              : std::vector<std::int64_t>{linear.outputs, linear.inputs};
    visit({linear.name + ".weight", shape, ofExpert}, weights.weight);
    if (linear.bias) visit({linear.biasName.empty() ? linear.name + ".bias" : linear.biasName, {linear.outputs}, ofExpert}, weights.bias);
}

void visitLatent(const LatentProjection& latent, AttentionWeights& weights, const TensorVisitor& visit) {
    if (latent.queryDown) {
        visitLinear(*latent.queryDown, weights.queryDown, visit);
        visitNorm(latent.queryNorm, latent.queryDown->outputs, weights.queryDownNorm, visit);
    }
    visitLinear(latent.down, weights.latentDown, visit);
    visitNorm(latent.norm, latent.up.inputs, weights.latentNorm, visit);
    visitLinear(latent.up, weights.latentUp, visit);
}

void visitAttention(const Attention& attention, AttentionWeights& weights, const TensorVisitor& visit) {
    if (attention.fused) {
        visitLinear(attention.fused->linear, weights.fused, visit);
    } else {
        if (attention.latent) visitLatent(*attention.latent, weights, visit);
        visitLinear(attention.query, weights.query, visit);
        if (!attention.latent) {
            visitLinear(attention.key, weights.key, visit);
            visitLinear(attention.value, weights.value, visit);
        }
    }
    visitHeadNorm(attention.queryNorm, attention.heads, attention.headDimension, weights.queryNorm, visit);
    visitHeadNorm(attention.keyNorm, attention.keyValueHeads, attention.headDimension, weights.keyNorm, visit);
    visitLinear(attention.output, weights.output, visit);
}

void visitMlp(const Mlp& mlp, MlpWeights& weights, const TensorVisitor& visit, bool ofExpert = false) {
    if (mlp.gate) visitLinear(*mlp.gate, weights.gate, visit, ofExpert);
    visitLinear(mlp.up, weights.up, visit, ofExpert);
    visitLinear(mlp.down, weights.down, visit, ofExpert);
}

void visitExperts(const Experts& experts, ExpertsWeights& weights, const TensorVisitor& visit) {
    visitLinear(experts.router, weights.router, visit);
    if (!experts.correction.empty()) visit({experts.correction, {experts.router.outputs}}, weights.correction);
    weights.experts.resize(experts.experts.size());
    for (std::size_t e = 0; e < experts.experts.size(); ++e) visitMlp(experts.experts[e], weights.experts[e], visit, true);
    if (experts.sharedGate) visitLinear(*experts.sharedGate, weights.sharedGate, visit);
}

void visitParts(const Block& block, BlockParts parts, BlockWeights& weights, const TensorVisitor& visit) {
    const int hidden = block.attention.output.outputs;
    const bool mlpReadsAttentionNorm = block.parallel && !block.beforeMlp;
    if (parts.attention || (parts.mlp && mlpReadsAttentionNorm)) visitNorm(block.beforeAttention, hidden, weights.beforeAttention, visit);
    if (parts.attention) {
        visitAttention(block.attention, weights.attention, visit);
        visitNorm(block.afterAttention, hidden, weights.afterAttention, visit);
        visitNorm(block.afterAttentionSum, hidden, weights.afterAttentionSum, visit);
    }
    if (!parts.mlp) return;
    visitNorm(block.beforeMlp, hidden, weights.beforeMlp, visit);
    if (block.mlp) visitMlp(*block.mlp, weights.mlp, visit);
    if (block.experts) visitExperts(*block.experts, weights.experts, visit);
    visitNorm(block.afterMlp, hidden, weights.afterMlp, visit);
    visitNorm(block.afterMlpSum, hidden, weights.afterMlpSum, visit);
}

}  // namespace

std::int64_t TensorSpec::elements() const {
    std::int64_t product = 1;
    for (const std::int64_t size : shape) product *= size;
    return product;
}

void forEachTensor(const Block& block, BlockWeights& weights, const TensorVisitor& visit) { visitParts(block, block.parts, weights, visit); }

void forEachTensor(const ModelDescription& model, EmbeddingWeights& weights, const TensorVisitor& visit) {
    const Embedding& embedding = model.embedding;
    visit({embedding.tokens, {model.vocabulary, embedding.width}}, weights.tokens);
    if (embedding.projection) visitLinear(*embedding.projection, weights.projection, visit);
    if (!embedding.positions.empty()) visit({embedding.positions, {model.context + embedding.positionOffset, model.hidden}}, weights.positions);
    visitNorm(embedding.norm, model.hidden, weights.norm, visit);
}

void forEachTensor(const ModelDescription& model, HeadWeights& weights, const TensorVisitor& visit) {
    const Head& head = model.head;
    visitNorm(head.norm, model.hidden, weights.norm, visit);
    if (head.projection) visitLinear(*head.projection, weights.projection, visit);
    if (!head.tied) visit({head.matrix, {model.vocabulary, model.embedding.width}}, weights.matrix);
    if (!head.bias.empty()) visit({head.bias, {model.vocabulary}}, weights.bias);
}

std::vector<TensorSpec> tensorsOf(const Block& block, BlockParts parts) {
    std::vector<TensorSpec> list;
    BlockWeights unused;
    visitParts(block, {parts.attention && block.parts.attention, parts.mlp && block.parts.mlp}, unused, [&](const TensorSpec& spec, at::Tensor&) { list.push_back(spec); });
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

std::int64_t activeParameters(const Block& block, BlockParts parts) {
    std::int64_t everywhere = 0, ofExperts = 0;
    for (const TensorSpec& spec : tensorsOf(block, parts)) (spec.ofExpert ? ofExperts : everywhere) += spec.elements();
    if (!block.experts) return everywhere;
    return everywhere + ofExperts * block.experts->chosen / static_cast<std::int64_t>(block.experts->experts.size());
}

}  // namespace strato
