// Positions within attention: the angle tables of every rotary scaling, their application to queries and keys, and linear biases.
#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/model/description.h"

namespace strato {

// Frequency of each rotated pair, [dimensions / 2], for a sequence of `length` tokens (only `dynamic` and `longrope` look at it).
// Formulas: modeling_rope_utils.py of transformers 4.57.
std::vector<double> rotaryFrequencies(const Rotary& rotary, int length);

struct RotaryTables {
    at::Tensor cosine, sine;           // [rows, 1, dimensions / 2]
};

// Tables for every row of the batch, in the type and on the device of `like`.
RotaryTables rotaryTables(const Rotary& rotary, const Batch& batch, const at::Tensor& like);

// Rotates `dimensions` of every head; heads: [rows, heads, headDimension].
at::Tensor rotate(const Rotary& rotary, const RotaryTables& tables, const at::Tensor& heads);

// What is added to scores of keys at positions first .. first + count - 1, [heads, 1, count], in the type and on the device of
// `like`.
at::Tensor alibiBiases(const Alibi& alibi, std::int64_t first, std::int64_t count, const at::Tensor& like);

}  // namespace strato
