// What an analysis knows of each block and each state. NaN stands for "not computed"; it is null in JSON.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/layer_index.h"
#include "core/geometry/affine_map.h"

namespace strato {

inline constexpr double notComputed = std::numeric_limits<double>::quiet_NaN();

struct BlockScores {
    BlockIndex block;
    double linearity = notComputed;
    double linearityNoResidual = notComputed;
    double linearityAdjusted = notComputed;
    double linearityNoResidualAdjusted = notComputed;
    double linearityHeldOut = notComputed;
    double linearityHeldOutError = notComputed;
    double linearityNoResidualHeldOut = notComputed;
    double linearityNoResidualHeldOutError = notComputed;
    double mergeableR2 = notComputed;
    double blockInfluence = notComputed;
    double angularDistance = notComputed;
    double contributionRatio = notComputed;
    int rank = 0;
};

struct StateScores {
    StateIndex state;
    double norm = notComputed;
    double anisotropy = notComputed;
    double averageCosine = notComputed;
    double effectiveRank = notComputed;
    double intrinsicDimension = notComputed;
};

// All that one finished block adds to a run.
struct BlockResult {
    BlockScores scores;
    StateScores input;                      // of state `block`
    StateScores output;                     // of state `block + 1`
    AffineMap map;                          // the block's best linear stand-in
    std::vector<float> tokenNonlinearity;   // of the first tokens in order, one each
    double loadSeconds = 0, forwardSeconds = 0, geometrySeconds = 0;
};

}  // namespace strato
