// A training that was cut off, in one file: numbers, tensors, and a key that says what it was a training of.
//
//     writeTrainingCheckpoint("twin.train", key, {{"step", 40}}, {{"values.0", tensor}});
//     TrainingCheckpoint found = readTrainingCheckpoint("twin.train", key);
//     found.numbers.count("step", 0, 100)
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <ATen/core/Tensor.h>
#include <nlohmann/json.hpp>

#include "core/base/json_view.h"

namespace strato {

struct TrainingCheckpoint {
    JsonView numbers;
    std::map<std::string, at::Tensor> tensors;     // float32
    std::string where;                             // the file, for complaints

    // Throws Error if it is not there or has another shape.
    const at::Tensor& tensor(const std::string& name, at::IntArrayRef shape) const;
};

// A safetensors file, replaced whole or not at all. Throws Error if it can't be written.
void writeTrainingCheckpoint(const std::filesystem::path& path, const std::string& key, const nlohmann::json& numbers, const std::map<std::string, at::Tensor>& tensors);

// The file is not trusted. Throws Error if there is none or it is damaged, UsageError if its key is another one.
TrainingCheckpoint readTrainingCheckpoint(const std::filesystem::path& path, const std::string& key);
// Its numbers alone, whatever its key is.
JsonView trainingNumbers(const std::filesystem::path& path);

}  // namespace strato
