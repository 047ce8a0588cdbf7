#include "core/model/description.h"

#include <algorithm>

namespace strato {

namespace {

void forget(Norm& norm) { norm.name.clear(); }
void forget(HeadNorm& norm) { forget(norm.norm); }

void forget(Linear& linear) {
    linear.name.clear();
    linear.biasName.clear();
}

void forget(FusedProjection& fused) { forget(fused.linear); }
void forget(LatentProjection& latent);
void forget(Mlp& mlp);
void forget(Experts& experts);

template <typename Part>
void forget(std::optional<Part>& part) {
    if (part) forget(*part);
}

void forget(LatentProjection& latent) {
    forget(latent.queryDown);
    forget(latent.queryNorm);
    forget(latent.down);
    forget(latent.up);
    forget(latent.norm);
}

void forget(Attention& attention) {
    for (Linear* linear : {&attention.query, &attention.key, &attention.value, &attention.output}) forget(*linear);
    forget(attention.fused);
    forget(attention.latent);
    forget(attention.queryNorm);
    forget(attention.keyNorm);
}

void forget(Mlp& mlp) {
    forget(mlp.gate);
    forget(mlp.up);
    forget(mlp.down);
}

void forget(Experts& experts) {
    forget(experts.router);
    if (!experts.correction.empty()) experts.correction = "some";
    for (Mlp& expert : experts.experts) forget(expert);
    forget(experts.sharedGate);
}

void forgetNames(Block& block) {
    for (std::optional<Norm>* norm : {&block.beforeAttention, &block.afterAttention, &block.afterAttentionSum, &block.beforeMlp,
                                      &block.afterMlp, &block.afterMlpSum})
        forget(*norm);
    forget(block.attention);
    forget(block.mlp);
    forget(block.experts);
}

}  // namespace

bool mlpAddsStraight(const Block& block) { return !block.afterMlp && !block.afterMlpSum && !block.carriesNormed; }
bool attentionAddsStraight(const Block& block) { return !block.afterAttention && !block.afterAttentionSum && !block.carriesNormed; }

bool mlpAddsStraight(const ModelDescription& model) {
    return std::all_of(model.blocks.begin(), model.blocks.end(), [](const Block& block) { return mlpAddsStraight(block); });
}

bool sameComputation(Block one, Block other) {
    forgetNames(one);
    forgetNames(other);
    return one == other;
}

}  // namespace strato
