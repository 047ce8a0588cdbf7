// The course of a pretraining, as it is watched, kept in training.json and read from there again.
//
//     TrainRecord record = readTrainRecord("twin");      // of a folder that trainModel() wrote
//     record.curve.back().validationLoss
#pragma once

#include <filesystem>
#include <limits>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/train/train_settings.h"

namespace strato {

// What was measured after so many steps; NaN or empty where it was not.
struct TrainPoint {
    int step = 0;
    double trainingLoss = 0;           // nats per token, mean over the steps since the last point
    double regularizer = 0;            // without lambda, likewise
    double validationLoss = std::numeric_limits<double>::quiet_NaN();   // nats per predicted token over disjoint windows of the validation text's beginning
    // Of every block over `linearityTokens` tokens of the validation text, [layers]: the paper's score (geometry/linearity.h), with and
    // without the residual stream.
    std::vector<double> linearity, linearityNoResidual;
    std::int64_t linearityTokens = 0;
};

// Whether what is to be done about `times` times in `steps` steps, and at the end, is due after so many.
bool isDue(int step, int steps, int times);

nlohmann::ordered_json toJson(const std::vector<TrainPoint>& curve);
// Of a file written before linearity was, too. Throws Error.
std::vector<TrainPoint> readTrainCurve(const JsonView& json);

struct TrainRecord {
    TrainSettings settings;
    std::vector<std::string> texts;    // names of the files that were trained on; empty: they are not known
    std::vector<TrainPoint> curve;
};

// Of training.json in a trained folder, which is not trusted. Throws Error if there is none or it is damaged.
TrainRecord readTrainRecord(const std::filesystem::path& folder);
// Of a training that was stopped, from the numbers of its checkpoint (train_model.h).
TrainRecord readTrainRecord(const JsonView& json);

}  // namespace strato
