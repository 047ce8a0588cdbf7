// What the Gemma families share beside Llama's layout.
#pragma once

#include "core/base/json_view.h"
#include "core/model/description.h"
#include "core/model/families/llama_layout.h"

namespace strato {

// Llama's layout with Gemma's keys: hidden_activation, head_dim 256, tied embeddings.
LlamaLayout gemmaLayout(const JsonView& config, int vocabulary, int context, double ropeBase);

// Norms by 1 + weight, embeddings times sqrt(hidden).
void makeGemma(ModelDescription& model);

// Norms after attention and MLP too (Gemma 2 and 3), and query_pre_attn_scalar for the scale of scores.
void addGemmaOuterNorms(const JsonView& config, ModelDescription& model);

}  // namespace strato
