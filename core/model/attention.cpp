#include "core/model/attention.h"

#include <ATen/ATen.h>

#include "core/model/causal_mix.h"
#include "core/model/layers.h"
#include "core/model/positions.h"

namespace strato {

namespace {

struct Heads {
    at::Tensor query, key, value;      // [rows, heads or keyValueHeads, dimension]
};

Heads splitFused(const Attention& attention, const at::Tensor& outputs) {
    const FusedProjection& fused = *attention.fused;
    const std::int64_t rows = outputs.size(0), width = attention.headDimension, groups = fused.groups;
    const std::int64_t queries = attention.heads / groups, keys = attention.keyValueHeads / groups;
    const at::Tensor parts = outputs.view({rows, groups, queries + 2 * keys, width});
    const auto take = [&](std::int64_t first, std::int64_t heads) { return parts.narrow(2, first, heads).reshape({rows, groups * heads, width}); };
    const at::Tensor second = take(queries, keys), third = take(queries + keys, keys);
    return {take(0, queries), fused.valueFirst ? third : second, fused.valueFirst ? second : third};
}

Heads projectLatent(const Attention& attention, const AttentionWeights& weights, const at::Tensor& x) {
    const LatentProjection& latent = *attention.latent;
    const std::int64_t rows = x.size(0), heads = attention.heads, own = attention.headDimension - attention.rotary->dimensions;
    at::Tensor queryInput = x;
    if (latent.queryDown) queryInput = applyNorm(latent.queryNorm, weights.queryDownNorm, applyLinear(*latent.queryDown, weights.queryDown, x));
    const at::Tensor down = applyLinear(latent.down, weights.latentDown, x);
    const at::Tensor narrow = applyNorm(latent.norm, weights.latentNorm, down.narrow(1, 0, latent.up.inputs));
    const at::Tensor up = applyLinear(latent.up, weights.latentUp, narrow).view({rows, heads, own + attention.valueDimension});
    const at::Tensor shared = down.narrow(1, latent.up.inputs, attention.rotary->dimensions).unsqueeze(1).expand({rows, heads, attention.rotary->dimensions});
    return {applyLinear(attention.query, weights.query, queryInput).view({rows, heads, attention.headDimension}),
            at::cat({up.narrow(2, 0, own), shared}, 2), up.narrow(2, own, attention.valueDimension)};
}

Heads projectHeads(const Attention& attention, const AttentionWeights& weights, const at::Tensor& x) {
    if (attention.fused) return splitFused(attention, applyLinear(attention.fused->linear, weights.fused, x));
    if (attention.latent) return projectLatent(attention, weights, x);
    const std::int64_t rows = x.size(0), width = attention.headDimension;
    return {applyLinear(attention.query, weights.query, x).view({rows, attention.heads, width}),
            applyLinear(attention.key, weights.key, x).view({rows, attention.keyValueHeads, width}),
            applyLinear(attention.value, weights.value, x).view({rows, attention.keyValueHeads, width})};
}

// [rows of the segment, heads, width] -> [windows, heads, length, width].
at::Tensor windowsOf(const at::Tensor& heads, const Segment& segment) {
    return heads.narrow(0, segment.firstRow, segment.rows())
        .reshape({segment.windows, segment.length, heads.size(1), heads.size(2)})
        .transpose(1, 2);
}

at::Tensor attendSegment(const Attention& attention, const Heads& heads, const Segment& segment, KeyValueCache* cache) {
    const at::Tensor query = windowsOf(heads.query, segment);
    at::Tensor key = windowsOf(heads.key, segment), value = windowsOf(heads.value, segment);
    if (cache) {
        if (cache->keys.defined()) {
            key = at::cat({cache->keys, key}, 2);
            value = at::cat({cache->values, value}, 2);
        }
        cache->keys = key;
        cache->values = value;
    }
    return causalMix(attention, query, key, value).flatten(0, 1);
}

void clip(const Attention& attention, Heads& heads) {
    if (attention.clip == 0) return;
    for (at::Tensor* tensor : {&heads.query, &heads.key, &heads.value}) *tensor = tensor->clamp(-attention.clip, attention.clip);
}

void applyRotary(const Attention& attention, const Batch& batch, Heads& heads) {
    if (!attention.rotary) return;
    const RotaryTables tables = rotaryTables(*attention.rotary, batch, heads.query);
    heads.query = rotate(*attention.rotary, tables, heads.query);
    heads.key = rotate(*attention.rotary, tables, heads.key);
}

}  // namespace

at::Tensor runAttention(const Attention& attention, const AttentionWeights& weights, const at::Tensor& x, const Batch& batch,
                        KeyValueCache* cache) {
    Heads heads = projectHeads(attention, weights, x);
    heads.query = applyNorm(attention.queryNorm, weights.queryNorm, heads.query);
    heads.key = applyNorm(attention.keyNorm, weights.keyNorm, heads.key);
    clip(attention, heads);
    applyRotary(attention, batch, heads);
    std::vector<at::Tensor> mixed;
    for (const Segment& segment : batch.segments) mixed.push_back(attendSegment(attention, heads, segment, cache));
    return applyLinear(attention.output, weights.output, mixed.size() == 1 ? mixed.front() : at::cat(mixed));
}

}  // namespace strato
