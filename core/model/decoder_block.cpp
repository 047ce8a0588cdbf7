#include "core/model/decoder_block.h"

#include <algorithm>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/model/positions.h"

namespace strato {

namespace {

// What the reference takes norms and softmax in, whatever the type of the weights.
at::ScalarType atLeastFloat(const at::Tensor& x) { return x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat; }

at::Tensor applyLinear(const Linear& linear, const LinearWeights& weights, const at::Tensor& x) {
    const at::Tensor matrix = linear.inputMajor ? weights.weight : weights.weight.t();
    return linear.bias ? at::addmm(weights.bias, x, matrix) : at::mm(x, matrix);
}

// In place where no gradient needs the input: a fresh tensor costs more than the arithmetic.
at::Tensor activate(Activation activation, at::Tensor x) {
    const bool inPlace = !at::GradMode::is_enabled();
    switch (activation) {
        case Activation::gelu: return inPlace ? at::gelu_(x) : at::gelu(x);
        case Activation::geluTanh: return inPlace ? at::gelu_(x, "tanh") : at::gelu(x, "tanh");
        case Activation::relu: return inPlace ? at::relu_(x) : at::relu(x);
        case Activation::silu: return inPlace ? at::silu_(x) : at::silu(x);
    }
    return x;
}

struct Heads {
    at::Tensor query, key, value;      // [rows, heads or keyValueHeads, headDimension]
};

Heads splitFused(const Attention& attention, const at::Tensor& fused) {
    const std::int64_t rows = fused.size(0), heads = attention.heads, width = attention.headDimension;
    if (attention.layout == FusedLayout::perHead) {
        const at::Tensor view = fused.view({rows, heads, 3, width});
        return {view.select(2, 0), view.select(2, 1), view.select(2, 2)};
    }
    const std::int64_t keyHeads = attention.keyValueHeads;
    return {fused.narrow(1, 0, heads * width).view({rows, heads, width}),
            fused.narrow(1, heads * width, keyHeads * width).view({rows, keyHeads, width}),
            fused.narrow(1, (heads + keyHeads) * width, keyHeads * width).view({rows, keyHeads, width})};
}

Heads projectHeads(const Attention& attention, const BlockWeights& weights, const at::Tensor& x) {
    if (attention.fused) return splitFused(attention, applyLinear(*attention.fused, weights.fused, x));
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
// position of the last key. Returns [windows, queries, heads * width]. Heads that share keys are stacked as rows of one
// product instead of copying the keys.
at::Tensor attend(const Attention& attention, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
    const std::int64_t windows = query.size(0), queries = query.size(2), keys = key.size(2), width = query.size(3);
    const std::int64_t keyHeads = attention.keyValueHeads, group = attention.heads / keyHeads, past = keys - queries;
    const std::int64_t chunk = queryChunk(attention, windows, queries, keys);
    std::vector<at::Tensor> parts;
    for (std::int64_t begin = 0; begin < queries; begin += chunk) {
        const std::int64_t count = std::min(chunk, queries - begin), lastKey = past + begin + count;
        const std::int64_t firstKey = attention.window > 0 ? std::max<std::int64_t>(0, past + begin - attention.window + 1) : 0;
        const at::Tensor seenKeys = key.narrow(2, firstKey, lastKey - firstKey);
        const at::Tensor seenValues = value.narrow(2, firstKey, lastKey - firstKey);
        const at::Tensor rows = (query.narrow(2, begin, count) * attention.scale).reshape({windows, keyHeads, group * count, width});
        at::Tensor scores = at::matmul(rows, seenKeys.transpose(2, 3)).view({windows, attention.heads, count, lastKey - firstKey});
        const at::Tensor mask = forbidden(count, lastKey - firstKey, past + begin, firstKey, attention.window, query.device());
        const double never = -std::numeric_limits<double>::infinity();
        scores = at::GradMode::is_enabled() ? scores.masked_fill(mask, never) : scores.masked_fill_(mask, never);
        const at::Tensor shares = at::softmax(scores, -1, atLeastFloat(query)).to(query.scalar_type());
        const at::Tensor mixed = at::matmul(shares.view({windows, keyHeads, group * count, lastKey - firstKey}), seenValues);
        parts.push_back(mixed.reshape({windows, attention.heads, count, width}).transpose(1, 2));
    }
    const at::Tensor all = parts.size() == 1 ? parts.front() : at::cat(parts, 1);
    return all.reshape({windows, queries, attention.heads * width});
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

at::Tensor runAttention(const Block& block, const BlockWeights& weights, const at::Tensor& x, const Batch& batch,
                        KeyValueCache* cache) {
    const Attention& attention = block.attention;
    Heads heads = projectHeads(attention, weights, x);
    if (attention.rotary) {
        const RotaryTables tables = rotaryTables(*attention.rotary, batch, x);
        heads.query = rotate(*attention.rotary, tables, heads.query);
        heads.key = rotate(*attention.rotary, tables, heads.key);
    }
    std::vector<at::Tensor> mixed;
    for (const Segment& segment : batch.segments) mixed.push_back(attendSegment(attention, heads, segment, cache));
    return applyLinear(attention.output, weights.output, mixed.size() == 1 ? mixed.front() : at::cat(mixed));
}

at::Tensor runMlp(const Mlp& mlp, const BlockWeights& weights, const at::Tensor& x) {
    const at::Tensor up = applyLinear(mlp.up, weights.up, x);
    if (!mlp.gate) return applyLinear(mlp.down, weights.down, activate(mlp.activation, up));
    const at::Tensor gate = activate(mlp.activation, applyLinear(*mlp.gate, weights.gate, x));
    return applyLinear(mlp.down, weights.down, at::GradMode::is_enabled() ? gate * up : gate.mul(up));
}

}  // namespace

at::Tensor applyNorm(const std::optional<Norm>& norm, const NormWeights& weights, const at::Tensor& x) {
    if (!norm) return x;
    if (norm->kind == NormKind::layerNorm)
        return at::layer_norm(x, {x.size(-1)}, weights.weight, weights.bias, norm->epsilon);
    const at::Tensor wide = x.to(atLeastFloat(x));
    const at::Tensor scaled = wide * at::rsqrt(wide.square().mean(-1, true) + norm->epsilon);
    return norm->weight ? scaled.to(x.scalar_type()) * weights.weight : scaled.to(x.scalar_type());
}

at::Tensor runBlock(const Block& block, const BlockWeights& weights, const at::Tensor& x, const Batch& batch, BlockParts parts,
                    KeyValueCache* cache) {
    const auto attention = [&](const at::Tensor& input) {
        return applyNorm(block.afterAttention, weights.afterAttention, runAttention(block, weights, input, batch, cache));
    };
    const auto mlp = [&](const at::Tensor& input) {
        return applyNorm(block.afterMlp, weights.afterMlp, runMlp(block.mlp, weights, input));
    };
    const at::Tensor attentionInput = applyNorm(block.beforeAttention, weights.beforeAttention, x);
    at::Tensor y = parts.attention ? x + attention(attentionInput) : x;
    if (!parts.mlp) return y;
    if (!block.parallel) return y + mlp(applyNorm(block.beforeMlp, weights.beforeMlp, y));
    return y + mlp(block.beforeMlp ? applyNorm(block.beforeMlp, weights.beforeMlp, x) : attentionInput);
}

}  // namespace strato
