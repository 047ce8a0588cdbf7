#include "core/model/feed_forward.h"

#include <numbers>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/model/layers.h"

namespace strato {

namespace {

// In place where no gradient needs the input: a fresh tensor costs more than the arithmetic.
at::Tensor activate(Activation activation, at::Tensor x) {
    const bool inPlace = !at::GradMode::is_enabled();
    switch (activation) {
        case Activation::gelu: return inPlace ? at::gelu_(x) : at::gelu(x);
        case Activation::geluTanh: return inPlace ? at::gelu_(x, "tanh") : at::gelu(x, "tanh");
        case Activation::clippedGelu: return at::gelu(x).clamp(-10, 10);
        case Activation::quickGelu: return x * at::sigmoid(1.702 * x);
        case Activation::relu: return inPlace ? at::relu_(x) : at::relu(x);
        case Activation::relu2: return at::relu(x).square();
        case Activation::relu6: return x.clamp(0, 6);
        case Activation::leakyRelu: return at::leaky_relu(x, 0.01);
        case Activation::silu: return inPlace ? at::silu_(x) : at::silu(x);
        case Activation::mish: return at::mish(x);
        // Of Mega (arXiv 2209.10655), with its constants.
        case Activation::laplace: return 0.5 * (1 + at::erf((x - 0.707107) / (0.282095 * std::numbers::sqrt2)));
        case Activation::tanh: return at::tanh(x);
        case Activation::sigmoid: return at::sigmoid(x);
        case Activation::identity: return x;
    }
    return x;
}

at::Tensor runMlp(const Mlp& mlp, const MlpWeights& weights, const at::Tensor& x) {
    at::Tensor up = applyLinear(mlp.up, weights.up, x);
    if (!mlp.gate && !mlp.gateInUp) return applyLinear(mlp.down, weights.down, activate(mlp.activation, up));
    at::Tensor gate;
    if (mlp.gateInUp) {
        const std::int64_t half = mlp.up.outputs / 2;
        gate = up.narrow(1, 0, half).contiguous();
        up = up.narrow(1, half, half);
    } else {
        gate = applyLinear(*mlp.gate, weights.gate, x);
    }
    gate = activate(mlp.activation, gate);
    return applyLinear(mlp.down, weights.down, at::GradMode::is_enabled() ? gate * up : gate.mul_(up));
}

// Scores for the choice with all experts set to 0 but those of the best groups. scores: [rows, experts].
at::Tensor withinBestGroups(const Experts& experts, const at::Tensor& scores) {
    if (experts.groups == experts.chosenGroups) return scores;
    const at::Tensor grouped = scores.view({scores.size(0), experts.groups, -1});
    const at::Tensor groupScores = std::get<0>(grouped.topk(2, -1)).sum(-1);
    const at::Tensor best = std::get<1>(groupScores.topk(experts.chosenGroups, -1));
    const at::Tensor kept = at::zeros_like(groupScores).scatter(1, best, 1);
    return (grouped * kept.unsqueeze(-1)).view(scores.sizes());
}

struct Choice {
    at::Tensor experts, shares;        // [rows, chosen]
};

// Switch (Fedus et al., arXiv 2101.03961) and Mixtral (arXiv 2401.04088) take the softmax of the router's outputs, DeepSeek-V3
// (arXiv 2412.19437, section 2.1.2) sigmoids and a correction that counts for the choice only.
Choice route(const Experts& experts, const ExpertsWeights& weights, const at::Tensor& x) {
    const at::Tensor outputs = applyLinear(experts.router, weights.router, x.to(atLeastFloat(x)));
    const at::Tensor scores = experts.sigmoid ? at::sigmoid(outputs) : at::softmax(outputs, -1);
    const at::Tensor forChoice = experts.correction.empty() ? scores : scores + weights.correction.to(scores.scalar_type());
    const at::Tensor chosen = std::get<1>(withinBestGroups(experts, forChoice).topk(experts.chosen, -1));
    at::Tensor shares = scores.gather(1, chosen);
    if (experts.normalized) shares = shares / shares.sum(-1, true);
    return {chosen, (shares * experts.scale).to(x.scalar_type())};
}

at::Tensor runExperts(const Experts& experts, const ExpertsWeights& weights, const at::Tensor& x) {
    const Choice choice = route(experts, weights, x);
    at::Tensor sum = at::zeros_like(x);
    for (std::size_t e = 0; e < experts.experts.size(); ++e) {
        const std::vector<at::Tensor> places = (choice.experts == static_cast<std::int64_t>(e)).nonzero_numpy();
        if (places[0].numel() == 0) continue;
        const at::Tensor output = runMlp(experts.experts[e], weights.experts[e], x.index_select(0, places[0]));
        sum = sum.index_add(0, places[0], output * choice.shares.index({places[0], places[1]}).unsqueeze(1));
    }
    return sum;
}

}  // namespace

at::Tensor runFeedForward(const Block& block, const BlockWeights& weights, const at::Tensor& x) {
    if (!block.experts) return runMlp(*block.mlp, weights.mlp, x);
    const at::Tensor mixture = runExperts(*block.experts, weights.experts, x);
    if (!block.mlp) return mixture;
    const at::Tensor shared = runMlp(*block.mlp, weights.mlp, x);
    if (!block.experts->sharedGate) return mixture + shared;
    return mixture + shared * at::sigmoid(applyLinear(*block.experts->sharedGate, weights.experts.sharedGate, x));
}

}  // namespace strato
