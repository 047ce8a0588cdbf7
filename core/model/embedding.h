// The way in: token embeddings, their positions, and what else makes state 0 of them.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/batch.h"
#include "core/model/description.h"
#include "core/model/weights.h"

namespace strato {

// tokens: [rows, width], the embeddings of the batch's ids -> state 0, [rows, hidden]. Throws Error where a position lies outside
// the table of learned positions.
at::Tensor stateOfTokens(const ModelDescription& model, const EmbeddingWeights& weights, const at::Tensor& tokens, const Batch& batch);

}  // namespace strato
