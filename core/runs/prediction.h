// What the scores of a run say a plan will do, before anything is measured: the error of the last state and the parameters that go.
//
//     Prediction prediction = predictPlan(run, Plan::parse("5=drop,7-8=linear"));
//     prediction.stateError;    // 0.21, to stand beside Outcome::stateError
//     prediction.missing;       // why there is none, if it is NaN
//
// An edit leaves an error at the state behind it. Its energy, as a share of that state's variance about its mean:
//
//     drop of block l              (contribution ratio_l n_l)^2 / V_(l+1)           all that the block adds, its mean too
//     linear                       1 - linearity                                    the pair's where the run has pairs, of the span
//     merge                        1 - mergeable R^2_l
//     linear of a half             1 - linearity of the half
//     drop of a half               (1 - linearity) / (1 - without residual)         what the half adds to what it leads to, means taken away
//
// with n_s the mean norm of state s, c_s its average cosine and V_s = n_s^2 (1 - c_s), about the mean square of a token's distance from the mean. A
// span whose pair is not known counts as its blocks, one by one.
//
// The error is taken to keep its share of the stream, for later blocks read states that are normalised and make of an error what they make of a state;
// errors of edits are taken as independent: stateError = sqrt(sum of shares). Over each single block of six small models (stories260K; five of our own
// trainer), dropped and replaced, this was 6 to 48 % from what was measured (mean of |ln| a model, 20 % over all); with the error carried on as it is,
// and so losing its share to all that later blocks add, it would be 7 to 76 %, 48 % over all. Nothing is known of low-rank maps and of merged halves.
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
