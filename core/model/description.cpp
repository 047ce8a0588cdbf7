#include "core/model/description.h"

namespace strato {

namespace {

void forgetNames(Block& block) {
    for (std::optional<Norm>* norm : {&block.beforeAttention, &block.afterAttention, &block.beforeMlp, &block.afterMlp})
        if (*norm) (*norm)->name.clear();
    Attention& attention = block.attention;
    for (Linear* linear : {&attention.query, &attention.key, &attention.value, &attention.output, &block.mlp.up, &block.mlp.down})
        linear->name.clear();
    if (attention.fused) attention.fused->name.clear();
    if (block.mlp.gate) block.mlp.gate->name.clear();
}

}  // namespace

bool sameComputation(Block one, Block other) {
    forgetNames(one);
    forgetNames(other);
    return one == other;
}

}  // namespace strato
