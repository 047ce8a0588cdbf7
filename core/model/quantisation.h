// How a checkpoint is quantised, in words: the one place that knows the marks of each method. None of them is computed here; they
// are recognised so that a folder is refused by name instead of being read wrongly.
//
//     refuseQuantised(quantisationOf(config));     // Error: the weights are quantised (GPTQ, 4 bits); open the unquantised checkpoint
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/json_view.h"
#include "core/model/stored_tensor.h"

namespace strato {

// "GPTQ, 4 bits" by what config.json says, or empty. It is believed even where the tensors look plain: the transformers library
// would read them as it says, and a folder whose parts contradict each other is no measure of a model.
std::string quantisationOf(const JsonView& config);

// The same by the file that old GPTQ and AWQ folders have beside config.json, else by names, types and shapes of the tensors.
std::string quantisationOf(const std::filesystem::path& folder, const std::map<std::string, StoredTensor>& tensors);

// Throws Error naming the method, unless it is empty.
void refuseQuantised(const std::string& quantisation);

}  // namespace strato
