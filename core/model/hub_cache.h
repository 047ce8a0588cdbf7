// What the libraries of the Hugging Face hub have downloaded to this machine: models--OWNER--NAME/snapshots/REVISION, whose files are links
// into blobs.
//
//     for (const HubModel& model : hubModels(hubCacheFolder())) model.folder;
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace strato {

struct HubModel {
    std::string name;                    // "openai-community/gpt2"
    std::string revision;                // a commit
    bool current = false;                // that refs/main names
    std::filesystem::path folder;        // the snapshot, which holds a config.json
};

// HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME or ~/.cache with huggingface/hub; as huggingface_hub has it. May not be there.
std::filesystem::path hubCacheFolder();

// By name; of each the current revision first. Empty where the folder is not there or can't be read.
std::vector<HubModel> hubModels(const std::filesystem::path& cache);

}  // namespace strato
