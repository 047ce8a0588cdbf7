#include "core/measure/measure_model.h"

#include <algorithm>
#include <memory>

#include <ATen/ATen.h>

#include "core/base/stopwatch.h"
#include "core/geometry/stream_statistics.h"
#include "core/measure/layer_pass.h"

namespace strato {

namespace {

// A run of rows that is counted whole: consecutive tokens of one fold, without those that are left out.
struct CountedRows {
    std::int64_t first = 0, count = 0;
    int fold = 0;
};

std::vector<CountedRows> countedRows(const TokenWindows& windows, const RowBatch& batch, bool skipFirst, int folds) {
    std::vector<CountedRows> runs;
    std::int64_t row = 0;
    for (int w = 0; w < batch.windows; ++w) {
        const TokenWindow& window = windows.windows[static_cast<std::size_t>(batch.firstWindow + w)];
        const auto length = static_cast<std::int64_t>(window.ids.size());
        const int fold = folds > 0 ? window.document % folds : 0;
        const std::int64_t first = row + (skipFirst ? 1 : 0), count = length - (skipFirst ? 1 : 0);
        row += length;
        if (count == 0) continue;
        const bool joins = !runs.empty() && runs.back().fold == fold && runs.back().first + runs.back().count == first;
        if (joins) runs.back().count += count;
        else runs.push_back({first, count, fold});
    }
    return runs;
}

// Everything that is summed over one block's tokens.
class BlockSums {
public:
    BlockSums(int width, int folds) : width_(width), statistics_(width) {
        for (int f = 0; f < std::max(folds, 1); ++f) folds_.emplace_back(width);
    }

    void fold(const TokenWindows& windows, const RowBatch& batch, bool skipFirst, const float* x, const float* y) {
        const int folds = folds_.size() > 1 ? static_cast<int>(folds_.size()) : 0;
        for (const CountedRows& rows : countedRows(windows, batch, skipFirst, folds)) {
            const float* inputs = x + rows.first * width_;
            const float* outputs = y + rows.first * width_;
            folds_[static_cast<std::size_t>(rows.fold)].fold(inputs, outputs, rows.count);
            statistics_.fold(inputs, outputs, rows.count);
        }
        foldLastTokens(batch, x, y);
    }

    // Solves the block and gives the moments' memory back before the map is used.
    LinearFit solve(BlockScores& scores) {
        if (folds_.size() > 1) {
            const HeldOutScores heldOut = heldOutLinearity(folds_);
            scores.linearityHeldOut = heldOut.linearity;
            scores.linearityHeldOutError = heldOut.linearityError;
            scores.linearityNoResidualHeldOut = heldOut.linearityNoResidual;
            scores.linearityNoResidualHeldOutError = heldOut.linearityNoResidualError;
            for (; folds_.size() > 1; folds_.pop_back()) folds_.front().merge(folds_.back());
        }
        meanOutput_ = folds_.front().meanY();
        LinearFit fit = fitLinearMap(folds_.front());
        folds_.clear();
        return fit;
    }

    const Eigen::VectorXd& meanOutput() const { return meanOutput_; }
    const StreamStatistics& statistics() const { return statistics_; }
    double angularDistance() const { return windows_ > 0 ? angleSum_ / windows_ : notComputed; }

private:
    // The measure of Gromov et al. looks at the last token of each sequence only.
    void foldLastTokens(const RowBatch& batch, const float* x, const float* y) {
        for (const Segment& segment : batch.batch.segments)
            for (int w = 0; w < segment.windows; ++w) {
                const std::int64_t last = segment.firstRow + std::int64_t{w + 1} * segment.length - 1;
                angleSum_ += strato::angularDistance(x + last * width_, y + last * width_, width_);
                ++windows_;
            }
    }

    int width_;
    std::vector<PairMoments> folds_;
    StreamStatistics statistics_;
    Eigen::VectorXd meanOutput_;
    double angleSum_ = 0;
    std::int64_t windows_ = 0;
};

void takeScores(const LinearityScores& from, BlockScores& to) {
    to.linearity = from.linearity;
    to.linearityNoResidual = from.linearityNoResidual;
    to.linearityAdjusted = from.linearityAdjusted;
    to.linearityNoResidualAdjusted = from.linearityNoResidualAdjusted;
    to.rank = from.rank;
}

BlockResult finishBlock(BlockIndex block, BlockSums& sums, const LayerPass& pass, int heatmapTokens) {
    BlockResult result;
    result.scores.block = block;
    LinearFit fit = sums.solve(result.scores);
    takeScores(fit.scores, result.scores);
    const StreamStatistics& statistics = sums.statistics();
    result.scores.blockInfluence = statistics.blockInfluence();
    result.scores.contributionRatio = statistics.contributionRatio();
    result.scores.angularDistance = sums.angularDistance();
    result.input = {.state = {block.value}, .norm = statistics.inputNorm(), .averageCosine = statistics.inputAverageCosine()};
    result.output = {.state = {block.value + 1}, .norm = statistics.outputNorm(), .averageCosine = statistics.outputAverageCosine()};
    const std::int64_t rows = std::min<std::int64_t>(heatmapTokens, pass.windows().tokens);
    result.tokenNonlinearity.resize(static_cast<std::size_t>(rows));
    tokenNonlinearity(fit.map, sums.meanOutput(), pass.inputs().data_ptr<float>(), pass.states().data_ptr<float>(), rows,
                      result.tokenNonlinearity.data());
    result.map = std::move(fit.map);
    return result;
}

}  // namespace

void measureModel(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options,
                  const std::function<void(BlockResult)>& onBlock, const JobContext& job) {
    LayerPass pass(decoder, windows);
    job.report("embedding", 0, decoder.layers());
    pass.embed(job);
    for (int l = 0; l < decoder.layers(); ++l) {
        if (l < options.firstBlock.value) {
            job.report("running finished blocks again", l, decoder.layers());
            pass.runBlock({l}, {}, job);
            continue;
        }
        const std::string phase = "measuring block " + std::to_string(l) + " of " + std::to_string(decoder.layers());
        const auto batches = static_cast<std::int64_t>(pass.batches().size());
        std::int64_t batchesDone = l * batches;
        const double loadBefore = pass.loadSeconds(), forwardBefore = pass.forwardSeconds();
        Stopwatch geometry;
        double geometrySeconds = 0;
        BlockSums sums(decoder.hidden(), options.folds);
        pass.runBlock({l}, {}, job, [&](const RowBatch& batch, const at::Tensor& x, const at::Tensor& y) {
            job.report(phase, batchesDone++, decoder.layers() * batches);
            geometry.restart();
            sums.fold(windows, batch, options.skipFirstToken, x.data_ptr<float>(), y.data_ptr<float>());
            geometrySeconds += geometry.seconds();
        });
        job.throwIfStopped();
        geometry.restart();
        BlockResult result = finishBlock({l}, sums, pass, options.heatmapTokens);
        result.geometrySeconds = geometrySeconds + geometry.seconds();
        result.loadSeconds = pass.loadSeconds() - loadBefore;
        result.forwardSeconds = pass.forwardSeconds() - forwardBefore;
        onBlock(std::move(result));
    }
    job.report("measuring blocks", 1, 1);
}

AffineMap measureSpanMap(const Decoder& decoder, const TokenWindows& windows, const BlockSpan& span, bool skipFirstToken,
                         const JobContext& job) {
    LayerPass pass(decoder, windows);
    pass.embed(job);
    at::Tensor start;
    for (int l = 0; l <= span.last.value; ++l) {
        job.report("fitting a map over blocks " + span.text(), l, span.last.value + 1);
        if (l == span.first.value) start = pass.states().clone();
        pass.runBlock({l}, {}, job);
    }
    PairMoments moments(decoder.hidden());
    for (const RowBatch& batch : pass.batches())
        for (const CountedRows& rows : countedRows(windows, batch, skipFirstToken, 0)) {
            const std::int64_t first = (batch.firstRow + rows.first) * decoder.hidden();
            moments.fold(start.data_ptr<float>() + first, pass.states().data_ptr<float>() + first, rows.count);
        }
    return fitLinearMap(moments).map;
}

}  // namespace strato
