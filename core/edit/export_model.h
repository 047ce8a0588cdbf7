// Steps written as a Hugging Face folder: in the model's own architecture where it can hold them, else with a modelling file beside.
//
//     ExportedFolder written = writeEditedModel(decoder, steps, staging, job);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/edit/edited_decoder.h"
#include "core/edit/exportable.h"
#include "core/model/decoder.h"

namespace strato {

struct ExportedFolder {
    std::vector<BlockIndex> kept;       // original numbers of the blocks that are left, or half of which is
    bool customCode = false;
    bool folded = false;                // tensors were changed by a merge
    std::int64_t weightBytes = 0;       // written
    std::vector<std::string> warnings;
};

// Writes config.json, the tensors of the blocks that are left under their new numbers, and copies of the tokeniser's files. Tensors are the
// original's byte for byte but those that a step folded. Maps and replaced halves make it a folder with custom code (custom_code.h), whose maps
// are float32. One model.safetensors, or shards of at most 5 GB and the maps with an index. `folder` exists and is empty. Throws Error if
// no block is left, if config.json can't hold the cut, or if the disk is too small or fails.
ExportedFolder writeEditedModel(const Decoder& decoder, const std::vector<Step>& steps, const std::filesystem::path& folder,
                                const JobContext& job);

}  // namespace strato
