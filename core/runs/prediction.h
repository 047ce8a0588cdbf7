// What the scores of a run say a plan will do, before anything is measured: the error of the last state and the parameters that go.
//
//     Prediction prediction = predictPlan(run, Plan::parse("5=drop,7-8=linear"));
//     prediction.stateError;    // 0.21, to stand beside Outcome::stateError
//     prediction.missing;       // why there is none, if it is NaN
//
// With n_s the mean norm of state s and c_s its average cosine, the mean square of a token's distance from the mean of that state is about
// V_s = n_s^2 (1 - c_s), and just that for many tokens of one norm. An edit leaves an error energy e at the state behind it:
//
//     drop of block l              e = (contribution ratio_l n_l)^2               all that the block adds, its mean too
//     linear                       e = (1 - linearity) V_(l+1)                    linearity, the pair's where the run has pairs, of the span
//     merge                        e = (1 - mergeable R^2_l) V_(l+1)              which has the output's energy below the line, as linearity has
//     linear of a half             e = (1 - linearity of the half) V_h
//     drop of a half               e = (1 - linearity) / (1 - without residual) V_h   the ratio of what the half adds to what it leads to, means taken away
//
// where V_h is V_(l+1) for the MLP, and for attention, whose state no run keeps, the mean of V_l and V_(l+1). Both denominators leave the same error
// over, so the scores without residual matter only where all that is added goes. A span whose pair is not known counts as its blocks, one by one.
//
// The residual stream carries an error on as it is, and what later blocks make of it is left out; errors of edits are taken as independent:
// stateError = sqrt(sum e / V_L). Nothing is known of low-rank maps and of merged halves.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/edit/plan.h"
#include "core/runs/run.h"

namespace strato {

struct Prediction {
    double stateError = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::string> missing = {};   // "5.mlp=merge: there is no score of merged halves"; not empty where stateError is NaN
    // From the size of the largest block, so right where all blocks are alike; negative where a map is larger than what it replaces.
    std::int64_t parametersRemoved = 0;
    bool parametersKnown = false;            // not for halves, whose sizes no run keeps
};

// 0 for the empty plan. Throws UsageError for a plan that doesn't fit the run's model.
Prediction predictPlan(const Run& run, const Plan& plan);

}  // namespace strato
