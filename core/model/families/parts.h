// The parts that family files put blocks together from.
//
//     block.beforeMlp = rmsNorm(name + ".post_attention_layernorm", 1e-6);
//     block.mlp = gatedMlp({.name = name + ".mlp", .hidden = 4096, .intermediate = 11008, .activation = Activation::silu});
//
// Read config.json before such braces, not within: where an initialiser throws after a member that is an aggregate itself, GCC 12
// destroys that member twice.
#pragma once

#include <string>

#include "core/model/description.h"

namespace strato {

Norm rmsNorm(const std::string& name, double epsilon);
Norm layerNorm(const std::string& name, double epsilon, bool bias = true);

Linear linear(const std::string& name, int inputs, int outputs, bool bias);

// Names are added to `name`.
struct MlpParts {
    std::string name = {};
    int hidden = 0, intermediate = 0;
    Activation activation = Activation::silu;
    bool bias = false;
    std::string gate = ".gate_proj", up = ".up_proj", down = ".down_proj";
};
Mlp gatedMlp(const MlpParts& parts);   // down(activation(gate x) * up x)
Mlp plainMlp(const MlpParts& parts);   // down(activation(up x))

// Gate and up as one projection, gate first.
void fuseGateIntoUp(Mlp& mlp, const std::string& name);

// Equally many heads of queries, keys and values that together are as wide as the model, and one projection for each; names are
// added to `name`.
struct EqualHeads {
    std::string name = {};
    int hidden = 0, heads = 0;
    bool bias = false;
    std::string query = ".q_proj", key = ".k_proj", value = ".v_proj", output = ".out_proj";
};
Attention equalHeads(const EqualHeads& parts);

// The same from one projection, as it is stored; `groups` as in FusedProjection.
Attention fusedEqualHeads(int heads, const Linear& fused, int groups, const Linear& output);

// 2^(-8 (h + 1) / heads) for powers of two; else every second slope of twice as many heads fills up (arXiv 2108.12409 and its code).
Alibi alibiOf(int heads);

}  // namespace strato
