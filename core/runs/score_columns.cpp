#include "core/runs/score_columns.h"

#include <array>

namespace strato {

namespace {

constexpr std::array<BlockColumn, 23> ofBlocks{{{"linearity", &BlockScores::linearity},
                                                {"linearity_no_residual", &BlockScores::linearityNoResidual},
                                                {"linearity_adjusted", &BlockScores::linearityAdjusted},
                                                {"linearity_no_residual_adjusted", &BlockScores::linearityNoResidualAdjusted},
                                                {"linearity_heldout", &BlockScores::linearityHeldOut},
                                                {"linearity_heldout_se", &BlockScores::linearityHeldOutError},
                                                {"linearity_no_residual_heldout", &BlockScores::linearityNoResidualHeldOut},
                                                {"linearity_no_residual_heldout_se", &BlockScores::linearityNoResidualHeldOutError},
                                                {"mergeable_r2", &BlockScores::mergeableR2},
                                                {"block_influence", &BlockScores::blockInfluence},
                                                {"angular_distance", &BlockScores::angularDistance},
                                                {"contribution_ratio", &BlockScores::contributionRatio},
                                                {"mean_cosine", &BlockScores::meanCosine},
                                                {"procrustes_identity", &BlockScores::procrustesIdentity},
                                                {"procrustes_diagonal", &BlockScores::procrustesDiagonal},
                                                {"procrustes_orthogonal", &BlockScores::procrustesOrthogonal},
                                                {"procrustes_scaled_orthogonal", &BlockScores::procrustesScaledOrthogonal},
                                                {"linearity_without_first_token", &BlockScores::linearityWithoutFirst},
                                                {"linearity_no_residual_without_first_token", &BlockScores::linearityNoResidualWithoutFirst},
                                                {"linearity_without_outliers", &BlockScores::linearityWithoutOutliers},
                                                {"linearity_no_residual_without_outliers", &BlockScores::linearityNoResidualWithoutOutliers},
                                                {"linearity_dimension_median", &BlockScores::linearityMedian},
                                                {"linearity_no_residual_dimension_median", &BlockScores::linearityNoResidualMedian}}};

constexpr std::array<Column<StateScores>, 7> ofStates{{{"norm", &StateScores::norm},
                                                       {"anisotropy", &StateScores::anisotropy},
                                                       {"average_cosine", &StateScores::averageCosine},
                                                       {"effective_rank", &StateScores::effectiveRank},
                                                       {"intrinsic_dimension", &StateScores::intrinsicDimension},
                                                       {"participation_ratio", &StateScores::participationRatio},
                                                       {"intrinsic_dimension_official", &StateScores::intrinsicDimensionOfficial}}};

constexpr std::array<Column<HalfScores>, 4> ofHalves{{{"linearity", &HalfScores::linearity},
                                                      {"linearity_no_residual", &HalfScores::linearityNoResidual},
                                                      {"linearity_adjusted", &HalfScores::linearityAdjusted},
                                                      {"linearity_no_residual_adjusted", &HalfScores::linearityNoResidualAdjusted}}};

}  // namespace

std::span<const BlockColumn> blockColumns() { return ofBlocks; }
std::span<const Column<StateScores>> stateColumns() { return ofStates; }
std::span<const Column<HalfScores>> halfColumns() { return ofHalves; }

}  // namespace strato
