#include "core/runs/prediction.h"

#include <algorithm>
#include <cmath>

namespace strato {

namespace {

// An error energy as a share of the variance of the state behind the edit, or why there is none.
struct Share {
    double value = 0;
    std::string missing = {};
};

Share missing(const std::string& reason) { return {std::numeric_limits<double>::quiet_NaN(), reason}; }

// NaN is a score that was not computed.
Share scored(double value, const std::string& reason) { return std::isfinite(value) ? Share{value} : missing(reason); }

class Predictor {
public:
    explicit Predictor(const Run& run) : run_(run) {}

    Share of(const Edit& edit) const {
        if (edit.action == ActionKind::lowRank) return missing("there is no score of maps of a low rank");
        if (edit.span.last.value >= static_cast<int>(run_.blocks.size())) return missing("the block is not analysed yet");
        if (edit.part != BlockPart::whole) return ofHalf(edit);
        if (edit.action == ActionKind::linear && edit.span.count() > 1)
            if (const double score = pairLinearity(edit.span); std::isfinite(score)) return {1 - score};
        Share sum;
        for (int l = edit.span.first.value; l <= edit.span.last.value; ++l) {
            const Share one = ofBlock(l, edit.action);
            sum.value += one.value;
            if (sum.missing.empty()) sum.missing = one.missing;
        }
        return sum;
    }

private:
    // Nothing computed where the run has no such state.
    StateScores stateOf(int state) const { return state < static_cast<int>(run_.states.size()) ? run_.states[static_cast<std::size_t>(state)] : StateScores(); }

    double variance(int state) const {
        const StateScores scores = stateOf(state);
        return scores.norm * scores.norm * (1 - scores.averageCosine);
    }

    double pairLinearity(const BlockSpan& span) const {
        const PairMatrix& pairs = run_.pairs.linearity;
        return span.output().value < pairs.states ? pairs.at(span.input().value, span.output().value) : notComputed;
    }

    Share ofBlock(int l, ActionKind action) const {
        const BlockScores& scores = run_.blocks[static_cast<std::size_t>(l)];
        if (action == ActionKind::drop) {
            const double added = scores.contributionRatio * stateOf(l).norm;
            return scored(added * added / variance(l + 1), "the run has no contribution ratio of the block, or no norms of its states");
        }
        if (action == ActionKind::merge) return scored(1 - scores.mergeableR2, "the run has no mergeable R² of the block; analyse it with that measure");
        return scored(1 - scores.linearity, "the run has no linearity of the block");
    }

    Share ofHalf(const Edit& edit) const {
        if (edit.action == ActionKind::merge) return missing("there is no score of merged halves");
        const BlockScores& scores = run_.blocks[static_cast<std::size_t>(edit.span.first.value)];
        const auto& half = edit.part == BlockPart::attention ? scores.attention : scores.mlp;
        if (!half) return missing("the run has no scores of attention and MLP; analyse with halves measured");
        if (edit.action == ActionKind::linear) return scored(1 - half->linearity, "the run has no linearity of the half");
        return scored((1 - half->linearity) / (1 - half->linearityNoResidual), "the half is exactly linear, which tells nothing of its size");
    }

    const Run& run_;
};

std::int64_t bytesOf(const std::string& dtype) { return dtype == "float32" ? 4 : dtype == "float64" ? 8 : 2; }

// Of what stands in a part's place.
std::int64_t mapParameters(const Edit& edit, std::int64_t width) {
    if (edit.action == ActionKind::linear) return width * width + width;
    if (edit.action == ActionKind::lowRank) return 2 * width * edit.rank + width;
    return 0;
}

void predictParameters(const Run& run, const Plan& plan, Prediction& prediction) {
    prediction.parametersKnown = run.model.largestBlockBytes > 0;
    for (const Edit& edit : plan.edits()) {
        if (edit.part != BlockPart::whole) prediction.parametersKnown = false;
        prediction.parametersRemoved += edit.span.count() * (run.model.largestBlockBytes / bytesOf(run.model.dtype)) - mapParameters(edit, run.model.hiddenSize);
    }
    if (!prediction.parametersKnown) prediction.parametersRemoved = 0;
}

}  // namespace

Prediction predictPlan(const Run& run, const Plan& plan) {
    plan.check(run.model.layers);
    Prediction prediction;
    predictParameters(run, plan, prediction);
    const Predictor predictor(run);
    double sum = 0;
    for (const Edit& edit : plan.edits()) {
        const Share share = predictor.of(edit);
        sum += share.value;
        if (!share.missing.empty()) prediction.missing.push_back(edit.text() + ": " + share.missing);
    }
    prediction.stateError = std::isfinite(sum) ? std::sqrt(std::max(sum, 0.0)) : notComputed;
    return prediction;
}

}  // namespace strato
