#include "core/measure/layer_pass.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/stopwatch.h"
#include "core/model/interruption.h"

namespace strato {

namespace {

// Rows a block works on at once: enough for full speed, few enough that workspaces stay small. A stop is heard within a block too
// (interruption.h).
std::int64_t rowsPerBatch(const ModelDescription& model) {
    const std::int64_t parameters = 1 + activeParameters(model.blocks.front());
    return std::clamp<std::int64_t>(25'000'000'000 / parameters, 128, 1024);
}

at::Tensor idsOf(const TokenWindows& windows, const RowBatch& rows) {
    at::Tensor ids = at::empty({rows.batch.rows()}, at::kLong);
    std::int64_t* out = ids.data_ptr<std::int64_t>();
    for (int w = 0; w < rows.windows; ++w)
        for (const TokenId id : windows.windows[static_cast<std::size_t>(rows.firstWindow + w)].ids) *out++ = id;
    return ids;
}

void addWindow(Batch& batch, int length) {
    if (!batch.segments.empty() && batch.segments.back().length == length) ++batch.segments.back().windows;
    else batch.segments.push_back({batch.rows(), 1, length, 0});
}

}  // namespace

std::vector<RowBatch> rowBatches(const TokenWindows& windows, std::int64_t rows) {
    std::vector<RowBatch> batches;
    std::int64_t row = 0;
    for (std::size_t w = 0; w < windows.windows.size(); ++w) {
        const int length = static_cast<int>(windows.windows[w].ids.size());
        if (batches.empty() || batches.back().batch.rows() + length > rows)
            batches.push_back({{}, row, static_cast<int>(w), 0});
        addWindow(batches.back().batch, length);
        ++batches.back().windows;
        row += length;
    }
    return batches;
}

LayerPass::LayerPass(const Decoder& decoder, const TokenWindows& windows, PassStorage storage)
    : decoder_(decoder), windows_(windows), storage_(std::move(storage)), batches_(rowBatches(windows, rowsPerBatch(decoder.description()))) {}

void LayerPass::ensureBuffers() {
    const auto ensure = [&](StateBuffer& buffer) {
        if (!buffer.defined()) buffer = StateBuffer(windows_.tokens, decoder_.hidden(), storage_.spill);
    };
    ensure(states_);
    ensure(inputs_);
    if (storage_.middle) ensure(middle_);
}

void LayerPass::release(RowRange rows) const {
    for (const StateBuffer* buffer : {&states_, &inputs_, &middle_}) buffer->release(rows);
}

void LayerPass::embed(const JobContext& job) {
    const at::NoGradGuard noGradients;
    ensureBuffers();
    for (const RowBatch& rows : batches_) {
        job.throwIfStopped();
        states().narrow(0, rows.firstRow, rows.batch.rows()).copy_(decoder_.embed(idsOf(windows_, rows), rows.batch));
        release({rows.firstRow, rows.batch.rows()});
    }
    decoder_.releaseEmbedding();
}

void LayerPass::run(const RunRows& runRows, const JobContext& job, const Progress& progress) {
    const at::NoGradGuard noGradients;
    const Interruptible interruptible(job.stop);
    ensureBuffers();
    std::swap(states_, inputs_);
    for (const RowBatch& rows : batches_) {
        job.throwIfStopped();
        const auto of = [&](const at::Tensor& buffer) { return buffer.narrow(0, rows.firstRow, rows.batch.rows()); };
        const Stopwatch watch;
        at::Tensor between;
        const at::Tensor x = of(inputs()).to(decoder_.device(), decoder_.dtype());
        of(states()).copy_(runRows(x, rows.batch, storage_.middle ? &between : nullptr));
        if (storage_.middle) of(middle()).copy_(between);
        forwardSeconds_ += watch.seconds();
        release({rows.firstRow, rows.batch.rows()});
        if (progress) progress(rows.firstRow + rows.batch.rows());
    }
}

void LayerPass::runBlock(BlockIndex block, BlockParts parts, const JobContext& job, const Progress& progress) {
    const Stopwatch watch;
    const BlockWeights weights = decoder_.loadBlock(block);
    loadSeconds_ += watch.seconds();
    // The disk works on the next block while the processor works on this one.
    if (block.value + 1 < decoder_.layers()) decoder_.prefetchBlock({block.value + 1});
    run([&](const at::Tensor& x, const Batch& batch, at::Tensor* middle) { return decoder_.runBlock(block, weights, x, batch, parts, nullptr, middle); }, job, progress);
    decoder_.releaseBlock(block);
}

void LayerPass::restore(const at::Tensor& kept) { statesToRestore().copy_(kept); }

const at::Tensor& LayerPass::statesToRestore() {
    ensureBuffers();
    return states();
}

}  // namespace strato
