// Cuts that scores propose before anything is measured.
//
//     std::vector<Plan> cuts = cutsByScore(run.blocks, "linearity", ActionKind::drop, 8, model);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/edit/plan.h"
#include "core/measure/scores.h"
#include "core/model/description.h"

namespace strato {

// The plan with one more block edited, or nothing if that is no plan (a merge without a block before it, the last block that is left).
std::optional<Plan> withBlock(const Plan& plan, BlockIndex block, ActionKind action, const ModelDescription& model);

// Cuts of 1, 2 ... `most` blocks, each the one before it and the next block in the order: "linearity" (with residual, highest first; Razzhigaev et al., ACL 2024)
// or "influence" (lowest first; ShortGPT, arXiv 2403.03853). A block that can't join is passed over.
std::vector<Plan> cutsByScore(const std::vector<BlockScores>& scores, const std::string& order, ActionKind action, int most, const ModelDescription& model);

// For n = 1 ... `most` the n blocks whose last state is at the least angle to their first (Gromov et al., arXiv 2403.17887), edited as one span.
// distance: [layers + 1, layers + 1].
std::vector<Plan> cutsByAngle(const PairMatrix& distance, ActionKind action, int most, const ModelDescription& model);

// A cut of `count` blocks drawn at random.
std::optional<Plan> randomCut(int count, ActionKind action, std::uint64_t seed, const ModelDescription& model);

}  // namespace strato
