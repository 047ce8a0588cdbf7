// The training step that a checkpoint's folder is named for.
//
//     trainingStep("pythia-70m/step1000");          // 1000
//     trainingStep("run/checkpoint-500/model");     // 500
//     trainingStep("TinyLlama-1.1B-intermediate-step-1431k-3T");   // 1431000
//     trainingStep("gpt2");                         // nothing
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace strato {

// From the folder's name, else its parent's: "step" or "checkpoint", also after "global", with a number behind it, in thousands
// where a k follows: step1000, step_1000, step-1431k, checkpoint-1000, global_step1000. Upper and lower case are the same.
std::optional<std::int64_t> trainingStep(const std::filesystem::path& folder);

}  // namespace strato
