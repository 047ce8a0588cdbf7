// A plan that only drops blocks, written as a Hugging Face folder in the model's own architecture.
//
//     ExportedFolder written = writeEditedModel(decoder, plan, staging, job);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/edit/plan.h"
#include "core/model/decoder.h"

namespace strato {

// Empty if a stock checkpoint of this model can hold the plan, else why not.
std::string whyNotStock(const std::filesystem::path& model, const ModelDescription& description, const Plan& plan);

struct ExportedFolder {
    std::vector<BlockIndex> kept;       // original numbers of the blocks that are left
    std::int64_t weightBytes = 0;       // written
    std::vector<std::string> warnings;
};

// Writes config.json, the kept tensors byte for byte under their new numbers (one model.safetensors, or shards of at most
// 5 GB with an index), and copies of the tokeniser's files. `folder` exists and is empty. Throws Error with the reason if
// the plan is not stock, or if the disk is too small or fails.
ExportedFolder writeEditedModel(const Decoder& decoder, const Plan& plan, const std::filesystem::path& folder,
                                const JobContext& job);

// The cut in words that other tools use, for people: "blocks 21..28 (0-based, inclusive)", mergekit slices, llama.cpp.
std::string cutInOtherTools(const Plan& plan, int layers);

}  // namespace strato
