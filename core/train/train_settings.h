// How a decoder is trained: its size, its schedule and its regulariser, by preset or from a JSON file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/json_view.h"

namespace strato {

enum class Regularizer { none, meanSquare, cosine };

struct TrainSettings {
    // The decoder: Llama's architecture, input and output embedding tied.
    int layers = 4, hidden = 64, heads = 4, keyValueHeads = 2, intermediate = 160;
    int vocabulary = 512;              // entries of the tokeniser that is learned from the text, at most
    int context = 256;
    // The training.
    int steps = 200, batch = 16, sequenceLength = 128;
    double learningRate = 2e-3, warmUp = 0.05, finalLearningRate = 0.1;  // shares of steps and of the highest rate
    double weightDecay = 0.1, beta1 = 0.9, beta2 = 0.95, gradientClip = 1.0;
    double validation = 0.05;          // share of the text, at its end, that is never trained on
    Regularizer regularizer = Regularizer::none;
    double lambda = 0;
    std::uint64_t seed = 1;
    std::string storedType = "float16"; // float32 | float16 | bfloat16: of the weights written

    bool operator==(const TrainSettings&) const = default;
};

// "tiny", "demo", "small". Throws UsageError for another name, naming them.
TrainSettings trainPreset(const std::string& name);
std::vector<std::string> trainPresetNames();

// Keys as toJson() writes them; missing ones keep the values of the preset named by "preset" ("demo" without one). Throws Error for unknown
// keys and values out of range, with the key.
TrainSettings readTrainSettings(const std::filesystem::path& file);
TrainSettings readTrainSettings(const JsonView& json);
nlohmann::ordered_json toJson(const TrainSettings& settings);

// "none", "mse", "cosine". The first throws UsageError for another name.
Regularizer parseRegularizer(const std::string& name);
std::string regularizerName(Regularizer regularizer);

// Throws UsageError saying which value makes no sense, and why.
void check(const TrainSettings& settings);

}  // namespace strato
