// The door to training: texts in, a Hugging Face folder with weights and tokeniser out.
//
//     TrainReport report = trainModel({.data = {"stories.jsonl"}, .out = "plain", .settings = trainPreset("demo")}, job);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/train/train_settings.h"

namespace strato {

struct TrainRequest {
    std::vector<std::filesystem::path> data;
    std::string textField = "text";
    std::filesystem::path out;         // must not exist, or be an empty folder
    TrainSettings settings;
    std::string command;               // that asks for this, for the model card; may be empty
    Compute compute;                   // device and threads; training computes in float32
};

// Losses after so many steps; the validation loss is NaN where it was not measured.
struct TrainPoint {
    int step = 0;
    double trainingLoss = 0;           // nats per token, mean over the steps since the last point
    double regularizer = 0;            // without lambda, likewise
    double validationLoss = 0;         // nats per predicted token over disjoint windows of the validation text's beginning
};

struct TrainReport {
    std::filesystem::path folder;
    std::int64_t parameters = 0;
    std::int64_t trainingTokens = 0, validationTokens = 0, tokensSeen = 0;
    double validationLoss = 0;         // of the weights as they were written
    double seconds = 0;
    std::vector<TrainPoint> curve;
};

// Learns a tokeniser from the texts, trains a Llama decoder with AdamW (Loshchilov and Hutter, arXiv 1711.05101) on random
// windows, with linear warm-up and cosine decay of the learning rate and clipped gradients, and writes the folder whole or
// not at all. The same request on the same machine gives the same weights. Throws Error, UsageError, Cancelled.
TrainReport trainModel(const TrainRequest& request, const JobContext& job);

}  // namespace strato
