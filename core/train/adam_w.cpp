#include "core/train/adam_w.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace strato {

void AdamW::add(const at::Tensor& values, bool decays) {
    parameters_.push_back({values, at::zeros_like(values), at::zeros_like(values), decays});
}

// The same arithmetic, in the same order, as torch.nn.utils.clip_grad_norm_.
void AdamW::clip() const {
    if (settings_.gradientClip <= 0) return;
    std::vector<at::Tensor> norms;
    for (const Parameter& parameter : parameters_)
        if (parameter.values.grad().defined()) norms.push_back(parameter.values.grad().norm(2.0));
    if (norms.empty()) return;
    const at::Tensor share = (settings_.gradientClip / (at::stack(norms).norm(2.0) + 1e-6)).clamp_max(1.0);
    for (const Parameter& parameter : parameters_)
        if (parameter.values.grad().defined()) parameter.values.mutable_grad().mul_(share);
}

// As torch.optim.AdamW has it.
void AdamW::step(double learningRate) {
    const at::NoGradGuard noGradients;
    clip();
    ++steps_;
    const auto taken = static_cast<double>(steps_);
    const double firstBias = 1 - std::pow(settings_.beta1, taken), secondBias = 1 - std::pow(settings_.beta2, taken);
    for (Parameter& parameter : parameters_) {
        const at::Tensor gradient = parameter.values.grad();
        if (!gradient.defined()) continue;
        if (parameter.decays && settings_.weightDecay != 0) parameter.values.mul_(1 - learningRate * settings_.weightDecay);
        parameter.first.mul_(settings_.beta1).add_(gradient, 1 - settings_.beta1);
        parameter.second.mul_(settings_.beta2).addcmul_(gradient, gradient, 1 - settings_.beta2);
        const at::Tensor size = (parameter.second.sqrt() / std::sqrt(secondBias)).add_(settings_.epsilon);
        parameter.values.addcdiv_(parameter.first, size, -learningRate / firstBias);
        parameter.values.mutable_grad().reset();
    }
}

double rateShare(int step, int steps, double warmUp, double final) {
    const double rise = std::max(1.0, warmUp * steps);
    if (step < rise) return (step + 1) / rise;
    const double way = (step - rise) / std::max(1.0, steps - rise);
    return final + (1 - final) * 0.5 * (1 + std::cos(std::numbers::pi * way));
}

}  // namespace strato
