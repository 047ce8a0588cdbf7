// The heart of attention: values mixed by the softmax of query-key products, tile by tile.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/description.h"

namespace strato {

// query: [windows, heads, queries, headDimension], key: [windows, keyValueHeads, keys, headDimension], value: [windows, keyValueHeads,
// keys, valueDimension], of any strides; the last query stands at the position of the last key, and none sees a later key.
// Returns [windows, queries, heads * valueDimension] in the type of `query`. Throws Cancelled as throwIfInterrupted() does.
at::Tensor causalMix(const Attention& attention, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value);

}  // namespace strato
