// How the maps of a plan are trained, and what comes of it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace strato {

struct HealSettings {
    int steps = 400;
    double learningRate = 1e-3, warmUp = 0.05, finalLearningRate = 0.1;   // shares of the steps and of the highest rate
    int batchTokens = 2048;            // whole windows of about so many tokens a step, at least one
    double gradientClip = 1;
    bool trainBlocks = false;          // the blocks from the one before the first edit on learn too, not only the maps
    double kl = 0;                     // weight of KL(unedited || edited) beside the error of the states
    bool skipFirstToken = false;       // leave the first token of every window out of the error, as the fits did
    double validation = 0.1;           // share of the documents, at their end, that is never trained on
    int validationTokens = 16384;      // of them at most so many are measured
    int patience = 5;                  // so many validations without a better one end the training; 0: none does
    std::uint64_t seed = 1;            // of the order of the windows

    bool operator==(const HealSettings&) const = default;
};

// Throws UsageError saying which value makes no sense, and why.
void check(const HealSettings& settings);
nlohmann::ordered_json toJson(const HealSettings& settings);

// What was measured after so many steps; NaN: not measured.
struct HealPoint {
    int step = 0;
    double trainingLoss = std::numeric_limits<double>::quiet_NaN();   // the objective, mean over the steps since the last point
    double validationMse = trainingLoss;                              // error of the states, as a share of their variance
    double validationKl = trainingLoss;                               // nats
    double validationLoss = trainingLoss;                             // of the next token, nats
    double objective = trainingLoss;                                  // validationMse + kl validationKl: what the best is the best of
};

// Where the objective is least; 0 for an empty curve.
std::size_t bestPoint(const std::vector<HealPoint>& curve);

nlohmann::ordered_json toJson(const std::vector<HealPoint>& curve);
std::vector<HealPoint> readHealCurve(const nlohmann::json& json);

}  // namespace strato
