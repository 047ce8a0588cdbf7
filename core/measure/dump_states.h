// Every state of a forward pass, written as the transformers library gives them, so that anyone can check them.
//
//     dumpStates(decoder, rowsFromFile("ids.safetensors"), {.out = "states.safetensors"}, job);
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/job_context.h"
#include "core/measure/layer_pass.h"
#include "core/model/decoder.h"
#include "core/text/windows.h"

namespace strato {

// Windows placed in a rectangle of ids; what no window covers is padding.
struct PaddedRows {
    struct Place {
        int row = 0, firstColumn = 0;
    };
    int rows = 0, columns = 0;
    TokenWindows windows;
    std::vector<Place> places;         // of each window
    bool masked = false;               // write an attention_mask
};

// One row a window, padded on the right.
PaddedRows padOnTheRight(TokenWindows windows);

// `input_ids` [B, T] int64 (or int32) and, if there, `attention_mask` [B, T]. Throws Error for other shapes, and for a mask
// row that is not one run of ones.
PaddedRows rowsFromFile(const std::filesystem::path& file);

struct DumpOptions {
    std::filesystem::path out;
    bool logits = true;
    std::function<void(LayerPass& pass, int layer)> runLayer = {};  // empty: the block of that number
};

// Writes hidden_states.0 .. hidden_states.L [B, T, hidden] (the last one after the final norm and what narrows it, as the library has it),
// last_layer_output [B, T, hidden], logits [B, T, vocabulary], all float32; input_ids and, where rows are padded,
// attention_mask, int64. Each window is run alone, so padding changes no number; padded places are zero. Throws Error,
// Cancelled; nothing is left half-written.
void dumpStates(const Decoder& decoder, const PaddedRows& rows, const DumpOptions& options, const JobContext& job);

}  // namespace strato
