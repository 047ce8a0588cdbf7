#include "core/model/embedding.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/model/layers.h"

namespace strato {

namespace {

// [length, hidden] from `first` on: sines of the first half of the frequencies, then cosines.
at::Tensor sinusoids(std::int64_t first, std::int64_t length, std::int64_t hidden) {
    const std::int64_t half = hidden / 2;
    const at::Tensor frequencies = at::exp(at::arange(half, at::kFloat) * -(std::log(10000.0) / (static_cast<double>(half) - 1)));
    const at::Tensor angles = at::outer(at::arange(first, first + length, at::kFloat), frequencies);
    return at::constant_pad_nd(at::cat({angles.sin(), angles.cos()}, 1), {0, hidden % 2});
}

at::Tensor positionsOf(const ModelDescription& model, const at::Tensor& table, const Segment& segment) {
    const std::int64_t first = segment.firstPosition + model.embedding.positionOffset;
    if (model.embedding.sinusoids) return sinusoids(first, segment.length, model.hidden);
    if (segment.firstPosition + segment.length > model.context)
        throw Error("a sequence of " + std::to_string(segment.firstPosition + segment.length) + " tokens is longer than the model's context of " +
                    std::to_string(model.context) + "; use a shorter --sequence-length");
    return table.narrow(0, first, segment.length);
}

}  // namespace

at::Tensor stateOfTokens(const ModelDescription& model, const EmbeddingWeights& weights, const at::Tensor& tokens, const Batch& batch) {
    const Embedding& embedding = model.embedding;
    at::Tensor x = embedding.scale == 1 ? tokens : tokens * embedding.scale;
    if (embedding.projection) x = applyLinear(*embedding.projection, weights.projection, x);
    if (embedding.sinusoids || !embedding.positions.empty()) {
        std::vector<at::Tensor> rows;
        for (const Segment& segment : batch.segments)
            rows.push_back(positionsOf(model, weights.positions, segment).repeat({segment.windows, 1}));
        x = x + at::cat(rows).to(x.device(), x.scalar_type());
    }
    return applyNorm(embedding.norm, weights.norm, x);
}

}  // namespace strato
