// A training that was cut off, in one file: numbers, tensors, and a key that says what it was a training of.
//
//     writeTrainingCheckpoint("twin.train", {key, {{"step", 40}}, {{"values.0", tensor}}});
//     TrainingCheckpoint found = readTrainingCheckpoint("twin.train", key);
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <ATen/core/Tensor.h>
#include <nlohmann/json.hpp>

namespace strato {

struct TrainingCheckpoint {
    std::string key;
    nlohmann::json numbers;
    std::map<std::string, at::Tensor> tensors;     // float32
};

// A safetensors file, replaced whole or not at all. Throws Error if it can't be written.
void writeTrainingCheckpoint(const std::filesystem::path& path, const TrainingCheckpoint& checkpoint);

// Throws Error if there is none or it is damaged, UsageError if its key is another one.
TrainingCheckpoint readTrainingCheckpoint(const std::filesystem::path& path, const std::string& key);

}  // namespace strato
