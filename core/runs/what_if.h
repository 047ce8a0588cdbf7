// Plans measured against the unedited model, again and again: the states before the first edit are kept, so that a new plan
// costs only the blocks behind it.
//
//     WhatIf whatIf({.model = folder, .run = "opt.strato"}, job);
//     Outcome outcome = whatIf.measure(Plan::parse("5=drop"), job);
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/edit/plan.h"
#include "core/evaluate/quality.h"

namespace strato {

struct WhatIfRequest {
    std::filesystem::path model;
    std::filesystem::path run;                   // where linear maps come from; may be empty if no plan needs one
    std::vector<std::filesystem::path> data;     // texts to evaluate on; empty: the run's own windows
    std::string textField = "text";
    int sequenceLength = 0;                      // 0: the run's
    std::int64_t tokens = 8192;                  // evaluate on at most so many; 0: all
    double ridge = -1;                           // of the fitted maps; -1: chosen by held-out error (regression.h)
    bool inSequence = false;                     // fit each map on the states that the edits before it produce
    bool healed = false;                         // measure the maps that training left in the run (heal_plan.h) instead of fitting any
    std::string protocol = {};                   // as Protocol::parse reads it; empty: windows
    std::filesystem::path task = {};             // questions with choices to answer; may be empty
    std::vector<std::string> prompts = {};       // to be continued by both models
    int sampleTokens = 48;
    Compute compute;
};

// Everything that an outcome depends on besides the run, the plan and whether it is healed, as JSON: a name to keep outcomes by. Files go in by path, size and
// time of change.
std::string conditionsOf(const WhatIfRequest& request);
// Whether two differ at most in the questions and prompts, so that all but the answers is the same.
bool sameButForAnswers(const std::string& conditions, const std::string& other);

// Measures one plan at a time; not thread-safe (give it to one job at a time).
class WhatIf {
public:
    // Opens the model and evaluates it unedited. Without texts and without a run there is no loss, only task and samples. Throws
    // Error, UsageError, Cancelled.
    WhatIf(const WhatIfRequest& request, const JobContext& job);
    ~WhatIf();

    // From now on, as the request has it.
    void useHealed(bool healed);

    // The loss comes first: `early` is called with the outcome before speed is timed. With `speed` false speed is left out.
    // Throws UsageError for a plan that doesn't fit the model, Error where an action can't be measured, Cancelled.
    Outcome measure(const Plan& plan, bool speed, const std::function<void(const Outcome&)>& early, const JobContext& job);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace strato
