#include "core/model/head.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/model/layers.h"

namespace strato {

at::Tensor headInput(const Head& head, const HeadWeights& weights, const at::Tensor& x) {
    const at::Tensor normed = applyNorm(head.norm, weights.norm, x);
    return head.projection ? applyLinear(*head.projection, weights.projection, normed) : normed;
}

at::Tensor logitsOf(const Head& head, const HeadWeights& weights, at::Tensor products) {
    if (!head.bias.empty()) products = products + weights.bias.to(products.scalar_type());
    if (head.scale != 1) products = at::GradMode::is_enabled() ? products * head.scale : products.mul_(head.scale);
    return softcapped(std::move(products), head.softcap);
}

}  // namespace strato
