#include "core/measure/estimate.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/base/stopwatch.h"
#include "core/model/decoder.h"
#include "core/model/families/family.h"
#include "core/model/threads.h"

namespace strato {

namespace {

// A process with LibTorch loaded and its workspaces.
constexpr std::int64_t programBytes = std::int64_t{350} << 20;

double multiplyAddsPerSecond() {
    const at::NoGradGuard noGradients;
    setThreads(0);
    const at::Tensor x = at::randn({256, 1024}), weight = at::randn({1024, 1024});
    at::Tensor y = at::mm(x, weight);
    const Stopwatch watch;
    int products = 0;
    for (; products == 0 || watch.seconds() < 0.1; ++products) at::mm_out(y, x, weight);
    return products * 256.0 * 1024 * 1024 / watch.seconds();
}

// Of the weights of a block in float32. Those of experts stay as stored and are converted one expert at a time.
std::int64_t computedBytes(const Block& block) {
    std::int64_t bytes = 0;
    for (const TensorSpec& spec : tensorsOf(block))
        if (!spec.ofExpert) bytes += spec.elements() * 4;
    return bytes;
}

}  // namespace

AnalysisEstimate estimateAnalysis(const std::filesystem::path& folder, std::int64_t tokens) {
    const ModelDescription model = describeModel(parseJsonFile(folder / "config.json"));
    const CheckpointReview review = reviewCheckpoint(model, Checkpoint::open(folder, namingOf(model)));
    if (!review.problems.empty()) throw Error(review.problems.front());
    const std::int64_t hidden = model.hidden;
    std::int64_t largestBlock = 0, ofBlocks = 0;
    for (const Block& block : model.blocks) {
        ofBlocks += activeParameters(block);
        largestBlock = std::max(largestBlock, computedBytes(block));
    }
    // Two matrices of moments, and as many again while a block is solved; float64.
    const std::int64_t moments = 2 * 2 * hidden * hidden * 8, states = 2 * tokens * hidden * 4;
    // Moments cost three products of a row with itself in float64, at half the speed; solving a block about 4 width^3 more.
    const double ofMoments = static_cast<double>(model.layers()) * static_cast<double>(6 * tokens + 4 * hidden) * static_cast<double>(hidden * hidden);
    return {.tokens = tokens,
            .multiplyAddsPerToken = ofBlocks + std::int64_t{model.vocabulary} * model.embedding.width,
            .memoryBytes = programBytes + review.largestBlockBytes + largestBlock + states + moments,
            .seconds = (static_cast<double>(ofBlocks) * static_cast<double>(tokens) + ofMoments) / multiplyAddsPerSecond()};
}

}  // namespace strato
