// The text of a training run as one stream of ids, its end kept apart for validation.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/text/dataset.h"
#include "core/text/tokenizer.h"
#include "core/train/random.h"

namespace strato {

struct TokenStream {
    std::vector<std::int64_t> training, validation;
};

// Documents one after the other, an end-of-text id between them; the last `validationShare` of the documents, or of the one
// document's tokens, is for validation. Throws Error if either part has fewer than `windowTokens` + 1 tokens.
TokenStream tokenStream(const std::vector<Document>& documents, const Tokenizer& tokenizer, double validationShare, int windowTokens);

// Windows and the token that follows each of their tokens.
struct TrainingBatch {
    at::Tensor ids, targets;           // [rows] int64; a target of -1 is not predicted
    Batch batch;
};

// Windows that start anywhere.
TrainingBatch randomWindows(const std::vector<std::int64_t>& stream, int windows, int length, Random& random);
// Disjoint windows one after the other, `windows` at a time; the last token of each window predicts nothing, as in the
// protocol windows-N. What is left at the end is not used.
std::vector<TrainingBatch> disjointWindows(const std::vector<std::int64_t>& stream, int windows, int length);

}  // namespace strato
