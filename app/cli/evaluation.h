// What eval and whatif share: which texts, which protocol, which questions.
//
//     EvaluationChoices choices;
//     addEvaluationOptions(command, choices);
//     WhatIf whatIf(choices.request(), job);
#pragma once

#include <string>

#include "app/cli/command.h"
#include "core/runs/what_if.h"

namespace strato::cli {

struct EvaluationChoices {
    std::string model, protocol, task;
    DataOptions data;
    Compute compute;
    bool json = false, noSpeed = false;

    // Throws UsageError for what contradicts itself, before minutes of work and not after.
    WhatIfRequest request() const;
};

// MODEL, --data and its kin, --protocol, --task, --no-speed, --json and the options of computing.
void addEvaluationOptions(CLI::App& command, EvaluationChoices& choices);

// How maps are fitted.
struct FitChoices {
    std::string ridge = "auto";
    bool inSequence = false;

    // As RegressionOptions has it. Throws UsageError.
    double ridgeValue() const;
};
void addFitOptions(CLI::App& command, FitChoices& choices);
// Of them only what a search knows, which fits every candidate's maps on unedited states.
void addRidgeOption(CLI::App& command, FitChoices& choices);

// The forms of protocols and tasks, for the end of a help text.
std::string evaluationHelp();

}  // namespace strato::cli
