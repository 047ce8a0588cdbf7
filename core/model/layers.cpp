#include "core/model/layers.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace strato {

namespace {

at::Tensor normalized(const Norm& norm, const at::Tensor& x) {
    if (norm.kind == NormKind::layerNorm) return at::layer_norm(x, {x.size(-1)}, {}, {}, norm.epsilon);
    return x * at::rsqrt(x.square().mean(-1, true) + norm.epsilon);
}

}  // namespace

at::ScalarType atLeastFloat(const at::Tensor& x) { return x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat; }

at::Tensor applyLinear(const Linear& linear, const LinearWeights& weights, const at::Tensor& x) {
    const at::Tensor stored = weights.weight.to(x.device(), x.scalar_type());
    const at::Tensor matrix = linear.inputMajor ? stored : stored.t();
    return linear.bias ? at::addmm(weights.bias.to(x.device(), x.scalar_type()), x, matrix) : at::mm(x, matrix);
}

at::Tensor applyNorm(const std::optional<Norm>& norm, const NormWeights& weights, const at::Tensor& x) {
    if (!norm) return x;
    const bool stock = norm->kind == NormKind::layerNorm && !norm->addsOne && weights.heads.empty() && (!norm->weight || weights.weight.dim() == 1);
    if (stock) return at::layer_norm(x, {x.size(-1)}, weights.weight, weights.bias, norm->epsilon);
    at::Tensor y = normalized(*norm, x.to(atLeastFloat(x)));
    if (norm->weight) {
        const at::Tensor weight = (weights.heads.empty() ? weights.weight : at::stack(weights.heads)).to(y.scalar_type());
        y = norm->addsOne ? y * (1 + weight) : y * weight;
    }
    if (norm->bias) y = y + weights.bias;
    return y.to(x.scalar_type());
}

at::Tensor applyNorm(const std::optional<HeadNorm>& norm, const NormWeights& weights, const at::Tensor& x) {
    if (!norm) return x;
    if (norm->over != HeadNorm::Over::projection) return applyNorm(norm->norm, weights, x);
    return applyNorm(norm->norm, weights, x.flatten(1)).view(x.sizes());
}

at::Tensor softcapped(at::Tensor x, double cap) {
    if (cap == 0) return x;
    return at::GradMode::is_enabled() ? (x / cap).tanh() * cap : x.div_(cap).tanh_().mul_(cap);
}

}  // namespace strato
