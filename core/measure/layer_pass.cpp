#include "core/measure/layer_pass.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/stopwatch.h"

namespace strato {

namespace {

// Rows a block works on at once: enough for full speed, few enough that workspaces stay small and a stop is heard within
// a fraction of a second (about 50 GFLOP between two looks).
std::int64_t rowsAtOnce(const ModelDescription& model) {
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

LayerPass::LayerPass(const Decoder& decoder, const TokenWindows& windows)
    : decoder_(decoder), windows_(windows), batches_(rowBatches(windows, rowsAtOnce(decoder.description()))) {}

void LayerPass::ensureBuffers() {
    for (at::Tensor* buffer : {&states_, &inputs_})
        if (!buffer->defined()) *buffer = at::empty({windows_.tokens, decoder_.hidden()}, at::kFloat);
}

void LayerPass::embed(const JobContext& job) {
    const at::NoGradGuard noGradients;
    ensureBuffers();
    for (const RowBatch& rows : batches_) {
        job.throwIfStopped();
        states_.narrow(0, rows.firstRow, rows.batch.rows()).copy_(decoder_.embed(idsOf(windows_, rows), rows.batch));
    }
    decoder_.releaseEmbedding();
}

void LayerPass::runBlock(BlockIndex block, BlockParts parts, const JobContext& job, const BatchVisitor& visit) {
    const at::NoGradGuard noGradients;
    ensureBuffers();
    std::swap(states_, inputs_);
    Stopwatch watch;
    const BlockWeights weights = decoder_.loadBlock(block);
    loadSeconds_ += watch.restart();
    for (const RowBatch& rows : batches_) {
        job.throwIfStopped();
        const at::Tensor x = inputs_.narrow(0, rows.firstRow, rows.batch.rows());
        const at::Tensor y = states_.narrow(0, rows.firstRow, rows.batch.rows());
        watch.restart();
        y.copy_(decoder_.runBlock(block, weights, x.to(decoder_.device(), decoder_.dtype()), rows.batch, parts));
        forwardSeconds_ += watch.seconds();
        if (visit) visit(rows, x, y);
    }
    decoder_.releaseBlock(block);
}

void LayerPass::runMap(const AffineMap& map, const JobContext& job) {
    const at::NoGradGuard noGradients;
    ensureBuffers();
    std::swap(states_, inputs_);
    const at::Tensor matrix = at::from_blob(const_cast<float*>(map.matrix.data()), {map.width, map.width}, at::kFloat);
    const at::Tensor intercept = at::from_blob(const_cast<float*>(map.intercept.data()), {map.width}, at::kFloat);
    for (const RowBatch& rows : batches_) {
        job.throwIfStopped();
        const at::Tensor x = inputs_.narrow(0, rows.firstRow, rows.batch.rows());
        at::Tensor y = states_.narrow(0, rows.firstRow, rows.batch.rows());
        at::addmm_out(y, x + intercept, x, matrix);
    }
}

void LayerPass::restore(at::Tensor states) {
    ensureBuffers();
    states_.copy_(states);
}

}  // namespace strato
