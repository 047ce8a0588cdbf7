#include "core/measure/memory_plan.h"

#include <algorithm>

#include "core/model/weights.h"

namespace strato {

namespace {

// A process with LibTorch loaded and its workspaces.
constexpr std::int64_t programBytes = std::int64_t{350} << 20;

// Experts stay as they are stored, in the file's pages, and are converted when a token needs them.
std::int64_t computedBytes(const Block& block, int bytesPerWeight) {
    std::int64_t bytes = 0;
    for (const TensorSpec& spec : tensorsOf(block))
        if (!spec.ofExpert) bytes += spec.elements() * bytesPerWeight;
    return bytes;
}

}  // namespace

int stateBuffersOf(const ModelDescription& model, const MeasureOptions& options) {
    const bool mergeable = options.mergeable && mlpAddsStraight(model);
    const int branches = !mergeable ? 0 : model.blocks.front().parallel ? 2 : 1;
    return 2 + (options.halves || mergeable ? 1 : 0) + branches;
}

MemoryPlan planMemory(const ModelDescription& model, std::int64_t tokens, const MeasureOptions& options, std::int64_t budgetBytes, int bytesPerWeight) {
    MemoryPlan plan;
    const std::int64_t hidden = model.hidden, matrix = hidden * hidden * 8, groups = std::max(options.folds, 1) + (options.skipFirstToken ? 0 : 1);
    for (const Block& block : model.blocks) plan.largestBlock = std::max(plan.largestBlock, computedBytes(block, bytesPerWeight));
    plan.stateBuffers = stateBuffersOf(model, options) * tokens * hidden * 4;
    plan.moments = groups * 2 * matrix;
    // The sum of the groups, its factor and solution, the same of a fold, and one matrix on its way; then, when the groups are gone,
    // the sum and the solution beside what a mergeable map needs, whose inputs are twice as wide in a parallel block.
    const bool parallel = model.blocks.front().parallel && options.mergeable && mlpAddsStraight(model);
    plan.solving = (parallel ? 18 : 8) * matrix;
    const auto peak = [&] {
        const std::int64_t moments = plan.spillMoments ? 2 * matrix : plan.moments, states = plan.spillStates ? 0 : plan.stateBuffers;
        return programBytes + states + std::max(plan.largestBlock, moments + plan.solving);
    };
    if (budgetBytes > 0) {
        plan.spillStates = peak() > budgetBytes;
        plan.spillMoments = peak() > budgetBytes;
    }
    plan.peak = peak();
    return plan;
}

}  // namespace strato
