// A run made up for charts: every kind of number that one can meet.
#pragma once

#include <cmath>
#include <limits>
#include <memory>

#include "core/runs/run.h"

inline std::shared_ptr<strato::Run> sampleRun(int layers, int tokens, int finished) {
    auto run = std::make_shared<strato::Run>();
    run->model.folder = "/models/sample";
    run->model.layers = layers;
    run->model.hiddenSize = 4;
    run->data.tokens = tokens;
    for (int l = 0; l < finished; ++l) {
        strato::BlockScores scores;
        scores.block = {l};
        scores.linearity = 0.9 + 0.01 * (l % 5);
        scores.linearityNoResidual = 0.5 + 0.02 * (l % 7);
        scores.blockInfluence = 0.05 + 0.01 * l;
        scores.contributionRatio = 0.4;
        run->blocks.push_back(scores);
        run->tokenNonlinearity.emplace_back();
        for (int t = 0; t < tokens; ++t) run->tokenNonlinearity.back().push_back(0.1F * static_cast<float>((l + t) % 9));
    }
    for (int t = 0; t < tokens; ++t) run->tokens.push_back({t % 3, 0, 0, t, t % 3 == 0 ? " the" : " cat"});
    return run;
}
