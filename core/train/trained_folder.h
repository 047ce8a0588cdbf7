// A trained model as the Hugging Face folder that any other program loads.
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/train/train_model.h"
#include "core/train/trainable_model.h"

namespace strato {

// config.json of a Llama decoder of this size.
nlohmann::ordered_json llamaConfig(const TrainSettings& settings, int vocabulary);

// Writes config.json, model.safetensors (in settings.storedType), generation_config.json, training.json (settings and curve)
// and README.md (the model card) into the existing folder, beside the tokeniser. Throws Error if writing fails.
void writeTrainedModel(TrainableModel& model, const TrainRequest& request, const TrainReport& report, int vocabulary,
                       const std::filesystem::path& folder);

}  // namespace strato
