#include "core/model/causal_mix.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/model/layers.h"
#include "core/model/positions.h"
#include "core/model/share_out.h"

namespace strato {

namespace {

// Some queries of neighbouring heads, in neighbouring windows.
struct Tile {
    std::int64_t window, windows, head, heads, query, queries;
};

struct Inputs {
    const Attention& attention;
    at::Tensor query, key, value;
    at::Tensor later;                  // bool [queries, queries] of the largest tile: true where the column's token is later
    at::Tensor biases;                 // [heads, 1, keys] with ALiBi
};

// On the processor a thread takes one tile at a time, small enough that its scores stay in the cache; heads that share keys are rows of
// one product. Elsewhere, and under autograd, which keeps all scores anyway, a tile has all heads of all windows.
std::vector<Tile> tilesOf(const Attention& attention, const at::Tensor& query, std::int64_t keys, bool small) {
    constexpr std::int64_t rowsOfTile = 128, scoresAtOnce = std::int64_t{16} << 20;
    const std::int64_t windows = query.size(0), queries = query.size(2);
    const std::int64_t windowStep = small ? 1 : windows, group = small ? attention.heads / attention.keyValueHeads : attention.heads;
    const std::int64_t headStep = small ? std::min<std::int64_t>(group, 8) : group;
    std::int64_t queryStep = small ? rowsOfTile / headStep : std::max<std::int64_t>(16, scoresAtOnce / (windows * attention.heads * keys));
    if (at::GradMode::is_enabled()) queryStep = queries;
    std::vector<Tile> tiles;
    for (std::int64_t window = 0; window < windows; window += windowStep)
        for (std::int64_t first = 0; first < attention.heads; first += group)
            for (std::int64_t head = 0; head < group; head += headStep)
                for (std::int64_t at = 0; at < queries; at += queryStep)
                    tiles.push_back({window, windowStep, first + head, std::min(headStep, group - head), at, std::min(queryStep, queries - at)});
    return tiles;
}

// Scores of keys that a query may not see become -inf: in the last columns those after it, in the first those its window has left
// behind. scores: [..., queries, keys from firstKey on]; the first query's position is firstQuery.
void forbid(const Inputs& in, const at::Tensor& scores, std::int64_t firstQuery, std::int64_t firstKey) {
    constexpr double never = -std::numeric_limits<double>::infinity();
    const std::int64_t count = scores.size(-2), seen = scores.size(-1);
    scores.narrow(-1, seen - count, count).masked_fill_(in.later.narrow(0, 0, count).narrow(1, 0, count), never);
    const std::int64_t window = in.attention.window, left = firstQuery - window - firstKey;
    if (window == 0 || left + count <= 0) return;
    scores.narrow(-1, 0, count).masked_fill_(at::ones({count, count}, in.later.options()).tril(left), never);
}

// [windows, heads, queries, valueDimension] of one tile.
at::Tensor mixTile(const Inputs& in, const Tile& tile) {
    const Attention& attention = in.attention;
    const std::int64_t group = attention.heads / attention.keyValueHeads, past = in.key.size(2) - in.query.size(2);
    const std::int64_t firstQuery = past + tile.query, lastKey = firstQuery + tile.queries;
    const std::int64_t firstKey = attention.window > 0 ? std::max<std::int64_t>(0, firstQuery - attention.window + 1) : 0, seen = lastKey - firstKey;
    const std::int64_t keyHeads = std::max<std::int64_t>(1, tile.heads / group), products = tile.windows * keyHeads;
    const auto cut = [&](const at::Tensor& all, std::int64_t head, std::int64_t heads, std::int64_t first, std::int64_t count) {
        const at::Tensor part = all.narrow(0, tile.window, tile.windows).narrow(1, head, heads).narrow(2, first, count);
        return part.reshape({products, heads * count / keyHeads, all.size(3)});
    };
    const at::Tensor query = cut(in.query, tile.head, tile.heads, tile.query, tile.queries) * attention.scale;
    const at::Tensor key = cut(in.key, tile.head / group, keyHeads, firstKey, seen);
    const at::Tensor value = cut(in.value, tile.head / group, keyHeads, firstKey, seen);
    at::Tensor scores = at::bmm(query, key.transpose(1, 2)).view({tile.windows, tile.heads, tile.queries, seen});
    if (in.biases.defined()) scores.add_(in.biases.narrow(0, tile.head, tile.heads).narrow(2, firstKey, seen));
    scores = softcapped(scores, attention.softcap);
    forbid(in, scores, firstQuery, firstKey);
    const at::Tensor shares = at::softmax(scores, -1, atLeastFloat(scores)).to(value.scalar_type());
    return at::bmm(shares.view({products, -1, seen}), value).view({tile.windows, tile.heads, tile.queries, attention.valueDimension});
}

}  // namespace

at::Tensor causalMix(const Attention& attention, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
    const at::ScalarType type = productType(query);
    const bool small = query.is_cpu() && !at::GradMode::is_enabled();
    const std::vector<Tile> tiles = tilesOf(attention, query, key.size(2), small);
    const std::int64_t largest = tiles.front().queries;
    Inputs in{attention, query.to(type), key.to(type), value.to(type), at::ones({largest, largest}, query.options().dtype(at::kBool)).triu(1), {}};
    if (attention.alibi) in.biases = alibiBiases(*attention.alibi, 0, key.size(2), in.query);
    const at::Tensor mixed = at::empty({query.size(0), query.size(2), attention.heads, attention.valueDimension}, query.options());
    const auto run = [&](std::int64_t i) {
        const Tile& tile = tiles[static_cast<std::size_t>(i)];
        const at::Tensor place = mixed.narrow(0, tile.window, tile.windows).narrow(1, tile.query, tile.queries).narrow(2, tile.head, tile.heads);
        place.copy_(mixTile(in, tile).transpose(1, 2));
    };
    const auto count = static_cast<std::int64_t>(tiles.size());
    if (small) shareOut(count, run);
    else for (std::int64_t i = 0; i < count; ++i) run(i);
    return mixed.flatten(2);
}

}  // namespace strato
