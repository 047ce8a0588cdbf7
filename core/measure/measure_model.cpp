#include "core/measure/measure_model.h"

#include <algorithm>
#include <optional>

#include <ATen/ATen.h>

#include "core/base/stopwatch.h"
#include "core/geometry/linearity.h"
#include "core/measure/block_measurement.h"
#include "core/measure/kept_states.h"
#include "core/measure/logit_lens.h"
#include "core/measure/memory_plan.h"
#include "core/measure/pair_measurement.h"

namespace strato {

namespace {

std::string nameOfAnalysis(const Decoder& decoder, const TokenWindows& windows) {
    return decoder.fingerprint() + windows.sha256 + decoder.dtypeName() + decoder.deviceName();
}

// One run of all blocks over all windows.
class ModelMeasurement {
public:
    ModelMeasurement(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options, const MeasureListener& listener, const JobContext& job)
        : decoder_(decoder),
          options_(options),
          listener_(listener),
          job_(job),
          mergeable_(options.mergeable && mlpAddsStraight(decoder.description())),
          plan_(planMemory(decoder.description(), windows.tokens, options, options.memoryBytes, static_cast<int>(at::elementSize(decoder.dtype())))),
          spill_(plan_.spillStates ? options.spill : std::filesystem::path()),
          tokens_{groupedRows(windows, {options.skipFirstToken, options.folds}), countedRows(windows, options.skipFirstToken)},
          pass_(decoder, windows, {spill_, mergeable_ || options.halves}),
          kept_(options.keptStates, nameOfAnalysis(decoder, windows)) {
        if (options.pairs != PairMeasures::none) pairs_.emplace(windows, tokens_, decoder.hidden(), options.pairs, spillOfAllStates(), 1);
        if (options.lensTokens > 0) lens_.emplace(decoder, windows, options.lensTokens);
        if (mergeable_) allocateBranches();
    }

    void run() {
        int block = start();
        if (block == 0) observe();
        for (; block < decoder_.layers(); ++block) {
            if (block < options_.firstBlock.value && !pairs_) {
                runBlock({block}, "running finished blocks again");
            } else {
                measure({block});
            }
            observe();
            takeBranches();
            keepStates({block + 1});
        }
        finish();
    }

private:
    std::filesystem::path spillOfAllStates() const {
        const std::int64_t all = (decoder_.layers() + 1) * pass_.windows().tokens * decoder_.hidden() * 4;
        return options_.memoryBytes > 0 && all + plan_.peak > options_.memoryBytes ? options_.spill : std::filesystem::path();
    }

    void allocateBranches() {
        branches_.mlp = StateBuffer(pass_.windows().tokens, decoder_.hidden(), spill_);
        if (decoder_.description().blocks.front().parallel) branches_.attention = StateBuffer(pass_.windows().tokens, decoder_.hidden(), spill_);
    }

    // All that goes from one block to the next.
    std::vector<at::Tensor> carried() {
        std::vector<at::Tensor> buffers{pass_.statesToRestore()};
        for (const StateBuffer* buffer : {&branches_.mlp, &branches_.attention})
            if (buffer->defined()) buffers.push_back(buffer->tensor());
        return buffers;
    }

    // The first block to run: behind what was kept, if anything was. What looks at every state begins at the first.
    int start() {
        if (options_.firstBlock.value > 0 && !options_.keptStates.empty() && !pairs_ && !lens_) {
            job_.report("reading the states of finished blocks", 0, 0);
            if (const auto state = kept_.load({options_.firstBlock.value}, carried()); state && state->value > 0) {
                branches_.known = true;
                return state->value;
            }
        }
        job_.report("embedding", 0, decoder_.layers());
        pass_.embed(job_);
        return 0;
    }

    void runBlock(BlockIndex block, const std::string& phase) {
        const std::int64_t all = pass_.windows().tokens;
        pass_.runBlock(block, {}, job_, [&](std::int64_t tokens) { job_.report(phase, block.value * all + tokens, decoder_.layers() * all); });
    }

    void measure(BlockIndex block) {
        const double loadBefore = pass_.loadSeconds(), forwardBefore = pass_.forwardSeconds();
        runBlock(block, "measuring block " + std::to_string(block.value) + " of " + std::to_string(decoder_.layers()));
        const Stopwatch geometry;
        BlockMeasurement measured = measureBlock(block, pass_, branches_, tokens_, options_, plan_.spillMoments ? options_.spill : std::filesystem::path(), job_);
        if (pairs_) pairs_->addSolution(measured);
        if (block < options_.firstBlock) return;
        if (options_.states && block.value + 1 == decoder_.layers()) measured.result.output = measureLastState(pass_, tokens_, measured.result.output, job_);
        measured.result.geometrySeconds = geometry.seconds();
        measured.result.loadSeconds = pass_.loadSeconds() - loadBefore;
        measured.result.forwardSeconds = pass_.forwardSeconds() - forwardBefore;
        adjacent_.push_back(measured.result.scores.linearity);
        listener_.onBlock(std::move(measured.result));
    }

    void observe() {
        if (pairs_) pairs_->addState(pass_.states(), job_);
        if (lens_) lensStates_.push_back(lens_->read(pass_.states(), job_));
    }

    // What the block that just ran has added, for the one after it.
    void takeBranches() {
        if (!mergeable_) return;
        for (const RowBatch& batch : pass_.batches()) {
            const RowRange rows{batch.firstRow, batch.batch.rows()};
            const auto of = [&](const at::Tensor& buffer) { return buffer.narrow(0, rows.first, rows.count); };
            at::Tensor mlp = of(branches_.mlp.tensor());
            at::sub_out(mlp, of(pass_.states()), of(pass_.middle()));
            branches_.mlp.release(rows);
            if (branches_.attention.defined()) {
                at::Tensor attention = of(branches_.attention.tensor());
                at::sub_out(attention, of(pass_.middle()), of(pass_.inputs()));
                branches_.attention.release(rows);
            }
            pass_.release(rows);
        }
        branches_.known = true;
    }

    void keepStates(StateIndex state) {
        if (options_.keptStates.empty() || sinceKept_.seconds() < options_.secondsBetweenKept || state.value == decoder_.layers()) return;
        kept_.save(state, carried());
        for (const RowBatch& batch : pass_.batches()) pass_.release({batch.firstRow, batch.batch.rows()});
        sinceKept_.restart();
    }

    void finish() {
        if (pairs_) {
            std::vector<double> adjacent = options_.adjacentLinearity;
            adjacent.insert(adjacent.end(), adjacent_.begin(), adjacent_.end());
            listener_.onPairs(pairs_->finish(adjacent, job_));
        }
        if (lens_) {
            const int top = static_cast<int>(std::min<std::int64_t>(LogitLensReader::top, decoder_.description().vocabulary));
            listener_.onLens({lens_->tokens(), top, std::move(lensStates_)});
        }
        job_.report("measuring blocks", 1, 1);
    }

    const Decoder& decoder_;
    const MeasureOptions& options_;
    const MeasureListener& listener_;
    const JobContext& job_;
    bool mergeable_;
    MemoryPlan plan_;
    std::filesystem::path spill_;          // of states; empty: in memory
    MeasuredTokens tokens_;
    LayerPass pass_;
    BlockBranches branches_;
    KeptStates kept_;
    Stopwatch sinceKept_;
    std::optional<PairMeasurement> pairs_;
    std::optional<LogitLensReader> lens_;
    std::vector<LogitLens::State> lensStates_;
    std::vector<double> adjacent_;
};

}  // namespace

void measureModel(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options, const MeasureListener& listener,
                  const JobContext& job) {
    ModelMeasurement(decoder, windows, options, listener, job).run();
}

}  // namespace strato
