// The door to an exported model: a plan in, a Hugging Face folder out that was loaded again and compared.
//
//     ExportReport report = exportPlan({.model = folder, .plan = plan, .out = "smaller"}, job);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/edit/plan.h"

namespace strato {

struct ExportRequest {
    std::filesystem::path model;
    std::filesystem::path run;     // the run that the plan was made on; recorded, and its texts serve the comparison
    Plan plan;
    std::filesystem::path out;     // must not exist, or be an empty folder
    bool customCode = false;       // a modelling file of its own, where no stock checkpoint can hold the plan
    double ridge = -1;             // of the maps, as WhatIfRequest has it
    bool inSequence = false;
    bool healed = false;           // with the maps that training left in the run
    Compute compute;
};

struct ExportReport {
    std::filesystem::path folder;
    int layersBefore = 0, layersAfter = 0;
    std::int64_t parametersBefore = 0, parametersAfter = 0;
    std::int64_t bytes = 0;                 // of the weights written
    double largestLogitDifference = 0;      // reloaded against in memory, over `comparedTokens` tokens
    std::int64_t comparedTokens = 0;
    bool customCode = false;                // the folder needs trust_remote_code
    std::string cut;                        // the dropped blocks in the words of other tools, for people
};

// Empty if a stock checkpoint, or a folder with custom code, can hold the plan; else the reason in one line and the nearest plan that it can.
// Needs only config.json, so it can be shown before anything is measured.
std::string whyNotExportable(const std::filesystem::path& model, const Plan& plan, bool customCode = false);

// Writes, reloads from disk, compares logits, and only then gives the folder its name. Beside the model stand stratoscope.json (plan,
// settings, hashes, measured quality), a model card and, if the plan only drops, mergekit.yaml. No code of the folder is run. Throws Error with the
// reason for a plan that the folder can't hold, if the comparison fails, or if writing fails; nothing is left behind then.
ExportReport exportPlan(const ExportRequest& request, const JobContext& job);

}  // namespace strato
