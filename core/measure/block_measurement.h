// Everything that is measured of one block, from the buffers of states that a pass over it leaves.
//
//     BlockResult result = measureBlock({l}, pass, branches, tokens, options, job);
#pragma once

#include <filesystem>

#include "core/measure/layer_pass.h"
#include "core/measure/measure_model.h"
#include "core/measure/token_rows.h"

namespace strato {

// What a block added to the residual stream, which the block after it may be merged into.
struct BlockBranches {
    StateBuffer attention, mlp;        // [tokens, hidden]; attention's only where both run in parallel
    bool known = false;                // false before the first block has run
};

// The tokens that count, in the ways that they are summed.
struct MeasuredTokens {
    GroupedRows groups;
    std::vector<RowRange> all;
};

struct BlockMeasurement {
    BlockResult result;
    // Of the block's input: the Cholesky factor of its Gram matrix, what its columns were scaled by, and its mean.
    LinearSolution solution;
    Eigen::VectorXd inputMean;
    double inputGramNorm = 0;          // ||X_c^T X_c||_F
};

// `spillMoments`: a folder, or empty (memory_plan.h). Throws Error where a state is not finite, Cancelled.
BlockMeasurement measureBlock(BlockIndex block, const LayerPass& pass, const BlockBranches& before, const MeasuredTokens& tokens,
                              const MeasureOptions& options, const std::filesystem::path& spillMoments, const JobContext& job);

// Spectrum and dimension of the pass's present states, which no block follows that would measure them.
StateScores measureLastState(const LayerPass& pass, const MeasuredTokens& tokens, StateScores scores, const JobContext& job);

}  // namespace strato
