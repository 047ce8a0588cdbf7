// The door to training: texts in, a Hugging Face folder with weights and tokeniser out.
//
//     TrainReport report = trainModel({.data = {"stories.jsonl"}, .out = "plain", .settings = trainPreset("demo")}, job);
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/train/train_settings.h"
#include "core/train/training_curve.h"

namespace strato {

struct TrainRequest {
    std::vector<std::filesystem::path> data;
    std::string textField = "text";
    std::filesystem::path out;         // must not exist, or be an empty folder
    TrainSettings settings;
    std::string command;               // that asks for this, for the model card; may be empty
    Compute compute;                   // device and threads; training computes in float32
    bool resume = false;               // go on from trainCheckpoint()
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
// not at all. The same request on the same machine gives the same weights. Losses are measured a hundred times on the way, losses on the
// validation text and the linearity of every block twenty times; `measured` is told each point, a resumed training's earlier ones too. Stopped, it
// keeps the checkpoint, and resumed from there it ends with the same weights (on the same machine with as many threads). Throws Error,
// UsageError, Cancelled.
TrainReport trainModel(const TrainRequest& request, const JobContext& job, const std::function<void(const TrainPoint&)>& measured = {});

// Where a training is kept while it lasts: OUT.train; and how far one got that was stopped. Throws Error for a damaged one.
std::filesystem::path trainCheckpoint(const std::filesystem::path& out);
TrainRecord readStoppedTraining(const std::filesystem::path& out);

// Of the files of a request's texts, without their folders.
std::vector<std::string> textNames(const TrainRequest& request);

}  // namespace strato
