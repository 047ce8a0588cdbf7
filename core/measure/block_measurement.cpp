#include "core/measure/block_measurement.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/geometry/held_out.h"
#include "core/geometry/intrinsic_dimension.h"
#include "core/geometry/linearity.h"
#include "core/geometry/mergeable.h"
#include "core/geometry/procrustes.h"
#include "core/geometry/spectrum.h"
#include "core/geometry/stream_statistics.h"
#include "core/measure/device_moments.h"

namespace strato {

namespace {

ReleaseRows releaseOf(const LayerPass& pass) {
    return [&pass](RowRange rows) { pass.release(rows); };
}

const float* dataOf(const at::Tensor& tensor) { return tensor.data_ptr<float>(); }

StreamStatistics streamStatistics(const LayerPass& pass, const std::vector<RowRange>& rows, const JobContext& job) {
    constexpr std::int64_t rowsAtOnce = 4096;
    const float *x = dataOf(pass.inputs()), *y = dataOf(pass.states());
    const int width = pass.decoder().hidden();
    StreamStatistics statistics(width);
    for (const RowRange& range : rows)
        for (std::int64_t done = 0; done < range.count; done += rowsAtOnce) {
            job.throwIfStopped();
            const RowRange part{range.first + done, std::min(rowsAtOnce, range.count - done)};
            statistics.fold(x + part.first * width, y + part.first * width, part.count);
            pass.release(part);
        }
    return statistics;
}

// The measure of Gromov et al. looks at the last token of each sequence only.
double angularDistanceOfLastTokens(const LayerPass& pass) {
    const int width = pass.decoder().hidden();
    double sum = 0;
    std::int64_t row = 0;
    for (const TokenWindow& window : pass.windows().windows) {
        row += static_cast<std::int64_t>(window.ids.size());
        sum += angularDistance(dataOf(pass.inputs()) + (row - 1) * width, dataOf(pass.states()) + (row - 1) * width, width);
    }
    const auto windows = static_cast<double>(pass.windows().windows.size());
    return windows > 0 ? sum / windows : notComputed;
}

void takeScores(const LinearityScores& from, BlockScores& to) {
    to.linearity = from.linearity;
    to.linearityNoResidual = from.linearityNoResidual;
    to.linearityAdjusted = from.linearityAdjusted;
    to.linearityNoResidualAdjusted = from.linearityNoResidualAdjusted;
    to.rank = from.rank;
}

void takeHeldOut(const HeldOutScores& from, BlockScores& to) {
    to.linearityHeldOut = from.linearity;
    to.linearityHeldOutError = from.linearityError;
    to.linearityNoResidualHeldOut = from.linearityNoResidual;
    to.linearityNoResidualHeldOutError = from.linearityNoResidualError;
}

void takeRobustness(Robustness from, BlockScores& to) {
    to.linearityWithoutFirst = from.linearityWithoutFirst;
    to.linearityNoResidualWithoutFirst = from.noResidualWithoutFirst;
    to.linearityWithoutOutliers = from.linearityWithoutOutliers;
    to.linearityNoResidualWithoutOutliers = from.noResidualWithoutOutliers;
    to.linearityMedian = from.linearityMedian;
    to.linearityNoResidualMedian = from.noResidualMedian;
    to.outliers = std::move(from.outliers);
}

void takeProcrustes(const PairMoments& moments, BlockScores& to) {
    const ProcrustesScores scores = procrustes(moments.centredGram(), moments.centredCross(), moments.centredOutputEnergy());
    to.procrustesIdentity = scores.identity;
    to.procrustesDiagonal = scores.diagonal;
    to.procrustesOrthogonal = scores.orthogonal;
    to.procrustesScaledOrthogonal = scores.scaledOrthogonal;
}

void takeSpectrum(const Eigen::MatrixXd& centredGram, StateScores& scores) {
    const Spectrum spectrum = spectrumOf(centredGram);
    scores.anisotropy = anisotropy(spectrum);
    scores.effectiveRank = effectiveRank(spectrum);
    scores.participationRatio = participationRatio(spectrum);
    const double total = spectrum.variances.sum();
    for (const double variance : spectrum.variances) scores.spectrum.push_back(static_cast<float>(total > 0 ? variance / total : 0));
}

// Of the first tokens that count.
void takeDimension(const at::Tensor& states, const std::vector<RowRange>& rows, StateScores& scores) {
    const std::int64_t width = states.size(1);
    std::vector<float> first;
    for (const RowRange& range : rows) {
        const std::int64_t wanted = intrinsicDimensionRows - static_cast<std::int64_t>(first.size()) / width;
        const float* begin = dataOf(states) + range.first * width;
        first.insert(first.end(), begin, begin + std::min(range.count, wanted) * width);
    }
    const IntrinsicDimension dimension = intrinsicDimension(first.data(), static_cast<std::int64_t>(first.size()) / width, static_cast<int>(width));
    scores.intrinsicDimension = dimension.dimension;
    scores.intrinsicDimensionOfficial = dimension.officialVariant;
}

// ||x + d||^2 of each dimension where no buffer holds the sum.
void takeOutputFromSum(PairMoments& moments) {
    moments.shiftY = moments.shiftX + moments.shiftD;
    moments.sumY = moments.sumX + moments.sumD;
    moments.squaresY = (moments.gram.diagonal() + 2 * moments.cross.diagonal() + moments.squaresD).cwiseMax(0);
}

HalfScores measureHalf(const PairSource& source, bool outputIsSum, const std::vector<RowRange>& rows, const LayerPass& pass, const JobContext& job) {
    PairMoments moments = momentsOf(pass.decoder(), source, rows, releaseOf(pass), job);
    if (outputIsSum) takeOutputFromSum(moments);
    const LinearityScores scores = linearityScores(moments, LinearSolution(moments, job));
    return {.linearity = scores.linearity,
            .linearityNoResidual = scores.linearityNoResidual,
            .linearityAdjusted = scores.linearityAdjusted,
            .linearityNoResidualAdjusted = scores.linearityNoResidualAdjusted,
            .rank = scores.rank};
}

void takeHalves(const Block& block, const LayerPass& pass, const std::vector<RowRange>& rows, const JobContext& job, BlockScores& scores) {
    const int width = pass.decoder().hidden();
    const float *x = dataOf(pass.inputs()), *middle = dataOf(pass.middle()), *y = dataOf(pass.states());
    scores.attention = measureHalf(PairSource::ofStates(x, middle, width), false, rows, pass, job);
    // In parallel the MLP reads x too: its half is x and x + what it adds.
    scores.mlp = block.parallel ? measureHalf({{x}, middle, y, width}, true, rows, pass, job) : measureHalf(PairSource::ofStates(middle, y, width), false, rows, pass, job);
}

double measureMergeable(const Block& before, const BlockBranches& branches, const LayerPass& pass, const std::vector<RowRange>& rows, double outputEnergy,
                        const JobContext& job) {
    PairSource source{{branches.mlp.data()}, dataOf(pass.inputs()), dataOf(pass.states()), pass.decoder().hidden()};
    if (branches.attention.defined()) source.inputs.insert(source.inputs.begin(), branches.attention.data());
    const auto release = [&](RowRange range) {
        pass.release(range);
        branches.mlp.release(range);
        if (branches.attention.defined()) branches.attention.release(range);
    };
    const bool intercept = before.mlp && before.mlp->down.bias && !before.experts;
    return mergeableR2(momentsOf(pass.decoder(), source, rows, release, job), outputEnergy, intercept, job);
}

std::vector<float> heatmapRow(const AffineMap& map, const Eigen::VectorXd& meanOutput, const LayerPass& pass, int tokens) {
    std::vector<float> errors(static_cast<std::size_t>(std::min<std::int64_t>(tokens, pass.windows().tokens)));
    tokenNonlinearity(map, meanOutput, dataOf(pass.inputs()), dataOf(pass.states()), static_cast<std::int64_t>(errors.size()), errors.data());
    return errors;
}

void takeStatistics(const StreamStatistics& statistics, BlockResult& result) {
    const int block = result.scores.block.value;
    result.scores.blockInfluence = statistics.blockInfluence();
    result.scores.meanCosine = 1 - result.scores.blockInfluence;
    result.scores.contributionRatio = statistics.contributionRatio();
    result.input = {.state = {block}, .norm = statistics.inputNorm(), .averageCosine = statistics.inputAverageCosine()};
    result.output = {.state = {block + 1}, .norm = statistics.outputNorm(), .averageCosine = statistics.outputAverageCosine()};
}

struct SolvedBlock {
    PairMoments all;
    LinearSolution solution;
};

// All that needs the groups of tokens, which are gone when it returns.
SolvedBlock takeLinearity(const LayerPass& pass, const MeasuredTokens& tokens, const std::filesystem::path& spillMoments, const JobContext& job, BlockScores& scores) {
    const PairSource source = PairSource::ofStates(dataOf(pass.inputs()), dataOf(pass.states()), pass.decoder().hidden());
    const MomentGroups groups = momentsOf(pass.decoder(), source, tokens.groups, releaseOf(pass), spillMoments, job);
    const std::size_t folds = tokens.groups.summed;
    PairMoments all = groups.sum(folds);
    LinearSolution solution(all, job);
    takeScores(linearityScores(all, solution), scores);
    if (folds > 1) takeHeldOut(heldOutLinearity(groups, folds, all, solution, job), scores);
    takeRobustness(robustnessOf(all, solution, groups.size() > folds ? &groups.at(folds) : nullptr, job), scores);
    return {std::move(all), std::move(solution)};
}

double frobeniusNorm(const Eigen::MatrixXd& lowerHalf) {
    const double below = lowerHalf.triangularView<Eigen::StrictlyLower>().toDenseMatrix().squaredNorm();
    return std::sqrt(2 * below + lowerHalf.diagonal().squaredNorm());
}

}  // namespace

BlockMeasurement measureBlock(BlockIndex block, const LayerPass& pass, const BlockBranches& before, const MeasuredTokens& tokens,
                              const MeasureOptions& options, const std::filesystem::path& spillMoments, const JobContext& job) {
    const auto& blocks = pass.decoder().description().blocks;
    BlockResult result;
    result.scores.block = block;
    takeStatistics(streamStatistics(pass, tokens.all, job), result);
    result.scores.angularDistance = angularDistanceOfLastTokens(pass);
    SolvedBlock solved = takeLinearity(pass, tokens, spillMoments, job, result.scores);
    const PairMoments& all = solved.all;
    result.map = affineMap(all, solved.solution, job);
    result.tokenNonlinearity = heatmapRow(result.map, all.meanY(), pass, options.heatmapTokens);
    job.throwIfStopped();
    if (options.procrustes) takeProcrustes(all, result.scores);
    job.throwIfStopped();
    const Eigen::MatrixXd gram = all.centredGram();
    if (options.states) takeSpectrum(gram, result.input);
    job.throwIfStopped();
    if (options.states) takeDimension(pass.inputs(), tokens.all, result.input);
    if (before.known) result.scores.mergeableR2 = measureMergeable(blocks[static_cast<std::size_t>(block.value - 1)], before, pass, tokens.all, all.centredOutputEnergy(), job);
    if (options.halves) takeHalves(blocks[static_cast<std::size_t>(block.value)], pass, tokens.all, job, result.scores);
    return {std::move(result), std::move(solved.solution), all.meanX(), frobeniusNorm(gram)};
}

StateScores measureLastState(const LayerPass& pass, const MeasuredTokens& tokens, StateScores scores, const JobContext& job) {
    const float* states = dataOf(pass.states());
    const PairMoments moments = momentsOf(pass.decoder(), PairSource::ofStates(states, states, pass.decoder().hidden()), tokens.all, releaseOf(pass), job);
    takeSpectrum(moments.centredGram(), scores);
    takeDimension(pass.states(), tokens.all, scores);
    return scores;
}

}  // namespace strato
