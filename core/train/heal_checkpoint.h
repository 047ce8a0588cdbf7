// A training that was cut off, in one file: numbers, tensors, and a key that says what it was a training of.
//
//     writeHealCheckpoint("smaller.heal", {key, {{"step", 40}}, {{"best.0", tensor}}});
//     HealCheckpoint found = readHealCheckpoint("smaller.heal", key);
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <ATen/core/Tensor.h>
#include <nlohmann/json.hpp>

namespace strato {

struct HealCheckpoint {
    std::string key;
    nlohmann::json numbers;
    std::map<std::string, at::Tensor> tensors;     // float32
};

// A safetensors file, replaced whole or not at all. Throws Error if it can't be written.
void writeHealCheckpoint(const std::filesystem::path& path, const HealCheckpoint& checkpoint);

// Throws Error if there is none or it is damaged, UsageError if its key is another one.
HealCheckpoint readHealCheckpoint(const std::filesystem::path& path, const std::string& key);

}  // namespace strato
