// The block of OPT, XGLM and BioGPT, which were all trained with fairseq and keep its names.
#pragma once

#include <string>

#include "core/model/description.h"

namespace strato {

struct FairseqBlock {
    std::string name = {};
    int hidden = 0, heads = 0, intermediate = 0;
    Activation activation = Activation::gelu;
    bool bias = true;
};

// LayerNorms (1e-5, whatever config.json says) before attention and MLP.
Block fairseqBlock(const FairseqBlock& parts);

}  // namespace strato
