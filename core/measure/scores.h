// What an analysis knows of each block and each state. NaN stands for "not computed"; it is null in JSON.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "core/base/layer_index.h"
#include "core/base/ratio.h"
#include "core/geometry/affine_map.h"
#include "core/geometry/robustness.h"

namespace strato {

inline constexpr double notComputed = std::numeric_limits<double>::quiet_NaN();

// Half a block: what attention or the MLP makes of the residual stream that enters it.
struct HalfScores {
    double linearity = notComputed, linearityNoResidual = notComputed;
    double linearityAdjusted = notComputed, linearityNoResidualAdjusted = notComputed;
    int rank = 0;
};

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
    double meanCosine = notComputed;
    double procrustesIdentity = notComputed, procrustesDiagonal = notComputed;
    double procrustesOrthogonal = notComputed, procrustesScaledOrthogonal = notComputed;
    double linearityWithoutFirst = notComputed, linearityNoResidualWithoutFirst = notComputed;
    double linearityWithoutOutliers = notComputed, linearityNoResidualWithoutOutliers = notComputed;
    double linearityMedian = notComputed, linearityNoResidualMedian = notComputed;   // over dimensions
    std::vector<OutlierDirection> outliers;
    std::optional<HalfScores> attention, mlp;
    int rank = 0;
};

struct StateScores {
    StateIndex state;
    double norm = notComputed;
    double anisotropy = notComputed;
    double averageCosine = notComputed;
    double effectiveRank = notComputed;
    double participationRatio = notComputed;
    double intrinsicDimension = notComputed;
    double intrinsicDimensionOfficial = notComputed;
    std::vector<float> spectrum = {};       // shares of the variance, descending, one a direction
};

// All that one finished block adds to a run.
struct BlockResult {
    BlockScores scores;
    StateScores input;                      // of state `block`
    StateScores output;                     // of state `block + 1`; what its own block measures better is not yet known, unless it is the last
    AffineMap map;                          // the block's best linear stand-in
    std::vector<float> tokenNonlinearity;   // of the first tokens in order, one each
    double loadSeconds = 0, forwardSeconds = 0, geometrySeconds = 0;
};

// One number for every pair of states i < j, and its standard error, [states, states] each; NaN elsewhere, and where no error is known.
struct PairMatrix {
    int states = 0;
    std::vector<double> values, errors;
    double& at(int i, int j) { return values[place(i, j)]; }
    double at(int i, int j) const { return values[place(i, j)]; }
    double& errorAt(int i, int j) { return errors[place(i, j)]; }
    double errorAt(int i, int j) const { return errors[place(i, j)]; }
    void set(int i, int j, const Ratio& ratio) { at(i, j) = ratio.mean, errorAt(i, j) = ratio.standardError; }
    bool empty() const { return values.empty(); }
    static PairMatrix of(int states) {
        const std::vector<double> nothing(static_cast<std::size_t>(states) * static_cast<std::size_t>(states), notComputed);
        return {states, nothing, nothing};
    }

private:
    std::size_t place(int i, int j) const { return static_cast<std::size_t>(i) * static_cast<std::size_t>(states) + static_cast<std::size_t>(j); }
};

struct PairScores {
    PairMatrix linearity, angularDistance, cka;
};

// What the output matrix reads in each state (logit lens; nostalgebraist 2020), through the final norm, for the first tokens of the data.
struct LogitLens {
    int tokens = 0, top = 0;                // positions that were read, and how many tokens are kept of each
    struct State {
        std::vector<std::int32_t> ids;      // [tokens, top], the likeliest first
        std::vector<float> probabilities;   // [tokens, top]
        std::vector<float> loss;            // [tokens], -ln p of the true next token; NaN at the end of a window
    };
    std::vector<State> states;
    bool empty() const { return states.empty(); }
};

}  // namespace strato
