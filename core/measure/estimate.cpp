#include "core/measure/estimate.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/json_view.h"
#include "core/base/stopwatch.h"
#include "core/measure/memory_plan.h"
#include "core/model/families/family.h"
#include "core/model/threads.h"
#include "core/model/weights.h"

namespace strato {

namespace {

double measuredMultiplyAddsPerSecond() {
    const at::NoGradGuard noGradients;
    setThreads(0);
    const at::Tensor x = at::randn({256, 1024}), weight = at::randn({1024, 1024});
    at::Tensor y = at::mm(x, weight);
    const Stopwatch watch;
    int products = 0;
    for (; products == 0 || watch.seconds() < 0.1; ++products) at::mm_out(y, x, weight);
    return products * 256.0 * 1024 * 1024 / watch.seconds();
}

// Of this machine, so once is enough.
double multiplyAddsPerSecond() {
    static const double measured = measuredMultiplyAddsPerSecond();
    return measured;
}

// Of one block, in multiply-adds of float32: products over the tokens, a half more for what surrounds them; factors and solves in
// float64, which counts twice (moment_folder.h, linear_solution.h, held_out.h).
double geometryMultiplyAdds(const ModelDescription& model, double tokens, const MeasureOptions& options) {
    const double width = model.hidden, square = width * width;
    const int pairs = 1 + (options.mergeable && mlpAddsStraight(model) ? 1 : 0) + (options.halves ? 2 : 0);
    const double products = 1.5 * 1.5 * pairs * tokens * square;
    const double solves = 2 * square * width * (2.0 * pairs + (options.folds > 1 ? options.folds * 5.0 / 3 : 0) + (options.procrustes ? 4 : 0) + (options.states ? 2 : 0));
    const double heatmap = std::min<double>(options.heatmapTokens, tokens) * square;
    return products + solves + heatmap;
}

}  // namespace

AnalysisEstimate estimateAnalysis(const ModelDescription& model, std::int64_t tokens, const MeasureOptions& options) {
    std::int64_t ofBlocks = 0;
    for (const Block& block : model.blocks) ofBlocks += activeParameters(block);
    const MemoryPlan plan = planMemory(model, tokens, options, options.memoryBytes);
    const double geometry = model.layers() * geometryMultiplyAdds(model, static_cast<double>(tokens), options);
    return {.tokens = tokens,
            .multiplyAddsPerToken = ofBlocks + std::int64_t{model.vocabulary} * model.embedding.width,
            .memoryBytes = plan.peak,
            .diskBytes = (plan.spillStates ? plan.stateBuffers : 0) + (plan.spillMoments ? plan.moments : 0),
            .seconds = (static_cast<double>(ofBlocks) * static_cast<double>(tokens) + geometry) / multiplyAddsPerSecond()};
}

}  // namespace strato
