#include "core/runs/plan_orders.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/edit/merge.h"
#include "core/train/random.h"

namespace strato {

namespace {

bool isPlan(const Plan& plan, const ModelDescription& model) {
    try {
        plan.check(model.layers());
        for (const Edit& edit : plan.edits())
            if (edit.action == ActionKind::merge) mergeSourceOf(plan, edit, model);
        return true;
    } catch (const UsageError&) {
        return false;
    }
}

std::vector<int> blocksInOrder(const std::vector<BlockScores>& scores, const std::string& order) {
    std::vector<int> blocks(scores.size());
    std::iota(blocks.begin(), blocks.end(), 0);
    const auto cost = [&](int block) {
        const BlockScores& of = scores[static_cast<std::size_t>(block)];
        return order == "influence" ? of.blockInfluence : -of.linearity;
    };
    std::erase_if(blocks, [&](int block) { return !std::isfinite(cost(block)); });
    std::stable_sort(blocks.begin(), blocks.end(), [&](int one, int other) { return cost(one) < cost(other); });
    return blocks;
}

}  // namespace

std::optional<Plan> withBlock(const Plan& plan, BlockIndex block, ActionKind action, const ModelDescription& model) {
    if (plan.wholeEdit(block)) return std::nullopt;
    Plan longer = plan.with({.span = {block, block}, .action = action});
    if (!isPlan(longer, model)) return std::nullopt;
    return longer;
}

std::vector<Plan> cutsByScore(const std::vector<BlockScores>& scores, const std::string& order, ActionKind action, int most, const ModelDescription& model) {
    std::vector<Plan> cuts;
    Plan plan;
    for (const int block : blocksInOrder(scores, order)) {
        if (static_cast<int>(cuts.size()) == most) break;
        const auto longer = withBlock(plan, {block}, action, model);
        if (longer) cuts.push_back(plan = *longer);
    }
    return cuts;
}

std::vector<Plan> cutsByAngle(const PairMatrix& distance, ActionKind action, int most, const ModelDescription& model) {
    std::vector<Plan> cuts;
    const int layers = model.layers();
    for (int count = 1; count <= most; ++count) {
        std::optional<Plan> best;
        double least = std::numeric_limits<double>::infinity();
        for (int first = 0; first + count <= layers; ++first) {
            const double angle = distance.at(first, first + count);
            const Plan plan = Plan().with({.span = {{first}, {first + count - 1}}, .action = action});
            if (!(angle < least) || !isPlan(plan, model)) continue;
            least = angle;
            best = plan;
        }
        if (best) cuts.push_back(*best);
    }
    return cuts;
}

std::optional<Plan> randomCut(int count, ActionKind action, std::uint64_t seed, const ModelDescription& model) {
    Random random(seed);
    std::vector<int> blocks(static_cast<std::size_t>(model.layers()));
    std::iota(blocks.begin(), blocks.end(), 0);
    Plan plan;
    int edited = 0;
    while (!blocks.empty() && edited < count) {
        const auto drawn = blocks.begin() + static_cast<std::ptrdiff_t>(random.below(blocks.size()));
        if (const auto longer = withBlock(plan, {*drawn}, action, model)) {
            plan = *longer;
            ++edited;
        }
        blocks.erase(drawn);
    }
    if (edited < count) return std::nullopt;
    return plan;
}

}  // namespace strato
