// How the known protocols of perplexity cut a list of tokens into windows. In each of them every token is predicted at most
// once; what a window's `context` and `next` mean is said in windows.h.
//
//     rollingWindows({0, 1, ..., 9}, P, 4)   // reads P012 -> 0123, 3456 -> 4567, 5678 -> 89
#pragma once

#include <vector>

#include "core/text/windows.h"

namespace strato {

// Each function gives windows of document 0, none where there are too few ids. `longest`, `length` and `stride` are at least 1.

// lm-evaluation-harness (lm_eval/utils.py: get_rolling_token_windows with a context of one): all ids are predicted. The first
// window reads `prefix` and predicts as many ids as it reads; each later one reads the id before those it predicts, and the last
// is filled up on the left to `longest` ids read.
std::vector<TokenWindow> rollingWindows(const std::vector<TokenId>& ids, TokenId prefix, int longest);

// GPTQ's evaluation (and SparseGPT's, Wanda's, SliceGPT's): consecutive windows of exactly `length`; what is left is dropped.
std::vector<TokenWindow> disjointWindows(const std::vector<TokenId>& ids, int length);

// The loop of the transformers library's documentation ("Perplexity of fixed-length models"): windows of `longest` ids that
// begin every `stride` ids; each predicts what the one before did not reach. The first that reaches the end is the last.
std::vector<TokenWindow> stridedWindows(const std::vector<TokenId>& ids, int longest, int stride);

}  // namespace strato
