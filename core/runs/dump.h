// The door to raw states: a model folder and ids or texts in, a safetensors file out.
//
//     dumpModel({.model = folder, .ids = "ids.safetensors", .out = "states.safetensors"}, job);
#pragma once

#include <filesystem>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/runs/texts.h"

namespace strato {

struct DumpRequest {
    std::filesystem::path model;
    std::filesystem::path ids;         // a safetensors file; empty: read `texts`
    TextRequest texts;
    std::filesystem::path out;
    bool logits = true;
    Compute compute;
};

struct DumpReport {
    int rows = 0, columns = 0, states = 0;
};

// What is written: measure/dump_states.h. Throws Error, UsageError, Cancelled.
DumpReport dumpModel(const DumpRequest& request, const JobContext& job);

}  // namespace strato
