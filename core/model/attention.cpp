#include "core/model/attention.h"

#include <algorithm>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

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

// True where query row i (absolute position first + i) may not see key column j (absolute position firstKey + j).
at::Tensor forbidden(std::int64_t queries, std::int64_t keys, std::int64_t first, std::int64_t firstKey, int window,
                     const at::Device& device) {
    const auto options = at::TensorOptions().dtype(at::kLong).device(device);
    const at::Tensor row = at::arange(first, first + queries, options).unsqueeze(1);
    const at::Tensor column = at::arange(firstKey, firstKey + keys, options).unsqueeze(0);
    at::Tensor mask = column > row;
    if (window > 0) mask = at::logical_or(mask, column <= row - window);
    return mask;
}

// Rows of queries whose scores are formed at once, so that they stay near the processor and long windows fit in memory.
// Under autograd everything is kept anyway.
std::int64_t queryChunk(const Attention& attention, std::int64_t windows, std::int64_t queries, std::int64_t keys) {
    if (at::GradMode::is_enabled()) return queries;
    constexpr std::int64_t scoresAtOnce = std::int64_t{4} << 20;
    return std::clamp<std::int64_t>(scoresAtOnce / (windows * attention.heads * keys), 16, std::max<std::int64_t>(queries, 16));
}

// query: [windows, heads, queries, width], key and value: [windows, keyValueHeads, keys, width]; the last query is at the
// position of the last key. Returns [windows, queries, heads * valueDimension]. Heads that share keys are stacked as rows of one
// product instead of copying the keys.
at::Tensor attend(const Attention& attention, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
    const std::int64_t windows = query.size(0), queries = query.size(2), keys = key.size(2), width = query.size(3);
    const std::int64_t keyHeads = attention.keyValueHeads, group = attention.heads / keyHeads, past = keys - queries;
    const std::int64_t chunk = queryChunk(attention, windows, queries, keys);
    std::vector<at::Tensor> parts;
    for (std::int64_t begin = 0; begin < queries; begin += chunk) {
        const std::int64_t count = std::min(chunk, queries - begin), lastKey = past + begin + count;
        const std::int64_t firstKey = attention.window > 0 ? std::max<std::int64_t>(0, past + begin - attention.window + 1) : 0;
        const std::int64_t seen = lastKey - firstKey;
        const at::Tensor rows = (query.narrow(2, begin, count) * attention.scale).reshape({windows, keyHeads, group * count, width});
        at::Tensor scores = at::matmul(rows, key.narrow(2, firstKey, seen).transpose(2, 3)).view({windows, attention.heads, count, seen});
        if (attention.alibi) scores = scores + alibiBiases(*attention.alibi, firstKey, seen, scores);
        scores = softcapped(scores, attention.softcap);
        const at::Tensor mask = forbidden(count, seen, past + begin, firstKey, attention.window, query.device());
        const double never = -std::numeric_limits<double>::infinity();
        scores = at::GradMode::is_enabled() ? scores.masked_fill(mask, never) : scores.masked_fill_(mask, never);
        const at::Tensor shares = at::softmax(scores, -1, atLeastFloat(query)).to(query.scalar_type());
        const at::Tensor mixed = at::matmul(shares.view({windows, keyHeads, group * count, seen}), value.narrow(2, firstKey, seen));
        parts.push_back(mixed.reshape({windows, attention.heads, count, attention.valueDimension}).transpose(1, 2));
    }
    const at::Tensor all = parts.size() == 1 ? parts.front() : at::cat(parts, 1);
    return all.reshape({windows, queries, attention.heads * attention.valueDimension});
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
    return attend(attention, query, key, value).flatten(0, 1);
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
