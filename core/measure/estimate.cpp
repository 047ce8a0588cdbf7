#include "core/measure/estimate.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/json_view.h"
#include "core/base/stopwatch.h"
#include "core/measure/memory_plan.h"
#include "core/measure/pair_measurement.h"
#include "core/model/families/family.h"
#include "core/model/threads.h"
#include "core/model/weights.h"

namespace strato {

namespace {

// How often `step` can be done in a second, in units of `amount`.
template <typename Step>
double rateOf(double amount, const Step& step) {
    const Stopwatch watch;
    int steps = 0;
    for (; steps == 0 || watch.seconds() < 0.05; ++steps) step();
    return steps * amount / watch.seconds();
}

// What this machine does in a second.
struct Rates {
    double multiplyAdds = 0;           // of a product of large matrices
    double softmaxNumbers = 0;         // numbers of which a softmax is taken
    double numbers = 0;                // numbers put through an activation function

    static Rates measured() {
        const at::NoGradGuard noGradients;
        setThreads(0);
        const at::Tensor x = at::randn({256, 1024}), weight = at::randn({1024, 1024}), scores = at::randn({8, 512, 512});
        at::Tensor y = at::mm(x, weight), shares = at::softmax(scores, -1);
        return {rateOf(256.0 * 1024 * 1024, [&] { at::mm_out(y, x, weight); }), rateOf(static_cast<double>(scores.numel()), [&] { at::_softmax_out(shares, scores, -1, false); }),
                rateOf(static_cast<double>(x.numel()), [&] { at::silu_out(y, x); })};
    }

    // Once is enough.
    static const Rates& here() {
        static const Rates rates = measured();
        return rates;
    }
};

// Of one token in one block, beside its matrices: scores of `context` tokens, their softmax, and the sum they weigh; and what goes number by number
// through norms, rotations, activations and sums, some passes over each. Narrow models are slowed most by these.
double attentionAndRest(const Block& block, double width, double context, const Rates& rates) {
    const Attention& attention = block.attention;
    const double seen = attention.window > 0 ? std::min<double>(attention.window, context) : context;
    const double products = seen * attention.heads * (attention.headDimension + attention.valueDimension);
    constexpr double passesOverScores = 3, passesOverWidth = 25;
    return 2 * products / rates.multiplyAdds + passesOverScores * seen * attention.heads / rates.softmaxNumbers + passesOverWidth * width / rates.numbers;
}

// Of one block, in multiply-adds of float32: products over the tokens, a half more for what surrounds them; factors and solves in
// float64, which counts twice (moment_folder.h, linear_solution.h, held_out.h).
double geometryMultiplyAdds(const ModelDescription& model, double tokens, const MeasureOptions& options) {
    const double width = model.hidden, square = width * width;
    const int pairs = 1 + (options.mergeable && mlpAddsStraight(model) ? 1 : 0) + (options.halves ? 2 : 0);
    const double products = 1.5 * 1.5 * pairs * tokens * square;
    const double solves = 2 * square * width * (2.0 * pairs + (options.folds > 1 ? options.folds * 5.0 / 3 : 0) + (options.procrustes ? 4 : 0) + (options.states ? 2 : 0));
    const double heatmap = std::min<double>(options.heatmapTokens, tokens) * square;
    // Of each block's input with all later states, along directions (pair_measurement.h): the products, and what the maps leave.
    const double related = options.pairs == PairMeasures::none ? 0 : 2 * tokens * width * std::min<double>(width, exactDirections + sampledDirections) * (model.layers() + 1) / 2;
    return products + solves + heatmap + related;
}

}  // namespace

AnalysisEstimate estimateAnalysis(const ModelDescription& model, std::int64_t tokens, int sequenceLength, const MeasureOptions& options) {
    const Rates& rates = Rates::here();
    std::int64_t ofBlocks = 0;
    double beside = 0;
    for (const Block& block : model.blocks) {
        ofBlocks += activeParameters(block);
        beside += attentionAndRest(block, model.hidden, static_cast<double>(std::min<std::int64_t>(sequenceLength, tokens)), rates);
    }
    const MemoryPlan plan = planMemory(model, tokens, options, options.memoryBytes);
    const double geometry = model.layers() * geometryMultiplyAdds(model, static_cast<double>(tokens), options);
    return {.tokens = tokens,
            .multiplyAddsPerToken = ofBlocks + std::int64_t{model.vocabulary} * model.embedding.width,
            .memoryBytes = plan.peak,
            .diskBytes = (plan.spillStates ? plan.stateBuffers : 0) + (plan.spillMoments ? plan.moments : 0),
            .seconds = (static_cast<double>(ofBlocks) * static_cast<double>(tokens) + geometry) / rates.multiplyAdds + beside * static_cast<double>(tokens)};
}

}  // namespace strato
