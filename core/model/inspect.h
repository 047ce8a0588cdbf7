// What a model folder holds and whether it can run, before anything is loaded.
//
//     ModelSummary summary = inspectModel("models/opt-125m");
//     if (!summary.supported) show(summary.reason);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace strato {

struct ModelSummary {
    std::filesystem::path folder;
    std::string family;               // config.json's model_type
    std::string architecture;         // config.json's first `architectures` entry
    int layers = 0;
    int hiddenSize = 0;
    int attentionHeads = 0;
    int keyValueHeads = 0;
    int vocabularySize = 0;
    std::int64_t parameters = 0;      // counted from the tensors, tied ones once
    std::int64_t bytes = 0;           // of all tensors as stored
    std::int64_t largestBlockBytes = 0;
    std::string dtype;                // of the block weights as stored
    int contextLength = 0;
    std::string tokenizer;            // its kind, or empty if the folder has none that can be read
    bool supported = false;
    std::string reason;               // why not, in one line
    std::vector<std::string> exports; // which of drop, merge, linear a stock checkpoint of this family can hold
    std::vector<std::string> warnings;  // tensors without use, and the like
    std::string fingerprint;          // SHA-256 that tells this model from others (Checkpoint::fingerprint)
};

// Never throws for what is merely unsupported or damaged: that is `supported` and `reason`. Throws Error only if `folder`
// is no folder or has no config.json.
ModelSummary inspectModel(const std::filesystem::path& folder);

}  // namespace strato
