// The door to healing: a model, its run and a plan in; maps trained on texts, measured before and after, kept in the run, and exported.
//
//     HealReport report = healPlan({.model = folder, .run = "opt.strato", .plan = plan, .data = {"texts.jsonl"}, .out = "smaller"}, {}, job);
//     report.after.perplexity;
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/edit/plan.h"
#include "core/evaluate/quality.h"
#include "core/train/heal_settings.h"

namespace strato {

struct HealRequest {
    std::filesystem::path model, run;
    Plan plan;
    std::vector<std::filesystem::path> data;           // texts to train on; a share of them tells when to stop
    std::string textField = "text";
    int sequenceLength = 0;                            // 0: 512, or the model's context if that is shorter
    std::int64_t tokens = 0;                           // read at most so many of `data`; 0: all
    std::vector<std::filesystem::path> evaluation;     // texts to measure on; empty: the share that told when to stop
    std::string protocol = {};                         // as Protocol::parse() reads it
    std::filesystem::path out;                         // the folder to export to, which must not exist, or be empty; empty: none
    double ridge = -1;                                 // of the maps that training starts from, as WhatIfRequest has them
    bool inSequence = false;
    HealSettings settings;                             // skipFirstToken is the run's; with trainBlocks `out` must be given
    bool resume = false;                               // go on from healCheckpoint()
    Compute compute;
};

struct HealReport {
    std::string plan;
    std::vector<HealPoint> curve;
    int bestStep = 0;                                  // 0: the start was not bettered, and is what was kept
    std::string stopped;                               // "steps" or "early"
    std::int64_t trainingTokens = 0, validationTokens = 0, trainedParameters = 0;
    std::string protocol, dataSha256, standardErrorOver;   // of the texts measured on
    Quality baseline, before, after;                   // unedited; with the maps as fitted; with the maps as trained
    double klBefore = notMeasured, klAfter = notMeasured;  // KL(unedited || edited), nats
    Difference loss;                                   // after - before, paired
    Difference lossBefore, lossAfter;                  // either - baseline, paired
    std::filesystem::path out;                         // empty: not exported, and warnings say why
    std::vector<std::string> warnings;
    double seconds = 0;
};

// How the latest healing on a run went, of whatever plan.
struct HealCourse {
    std::string plan;
    int steps = 0;                                     // at most
    std::vector<HealPoint> curve;
};
// Under which RunFile::readChoices() has it; none if nothing was kept, which is an empty text. Throws Error for a damaged one.
inline constexpr const char* keptHealingName = "healing course";
std::optional<HealCourse> readHealCourse(const std::string& json);

// Where a training is kept while it lasts: OUT.heal, or beside the run where nothing is exported.
std::filesystem::path healCheckpoint(const HealRequest& request);

// The maps go to the run, where `healed` of WhatIfRequest and ExportRequest finds them; trained blocks, and maps trained beside them, go to the folder
// only. A stop keeps the checkpoint, which `resume` goes on from, and puts the best maps so far into the run. `measured` is called with every point of the curve; it may be empty. Throws Error, UsageError, Cancelled.
HealReport healPlan(const HealRequest& request, const std::function<void(const HealPoint&)>& measured, const JobContext& job);

// Plans whose maps, all of them, training left in a run, as texts. Throws Error if it can't be read.
std::vector<std::string> healedPlans(const std::filesystem::path& run);

}  // namespace strato
