// The weight files of a folder: tensors named where their bytes lie now, split over files, written with an index.
//
//     std::vector<WeightsFile> files{{"model.safetensors", tensors}};
//     std::int64_t bytes = writeWeights(files, folder, job);
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/model/stored_tensor.h"

namespace strato {

// A tensor of the new folder and its bytes, which must live until it is written.
struct WrittenTensor {
    std::string name;
    StoredType type = StoredType::float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    const StoredTensor* source = nullptr;   // of a copy: its pages are given back afterwards
};

struct WeightsFile {
    std::string name;
    std::vector<WrittenTensor> tensors;
    std::map<std::string, std::string> metadata = {{"format", "pt"}};
};

// In files of at most 5 GB, the library's own limit, named as it names them. `more` counts files that stand beside them: only a file
// that is alone may be called model.safetensors, for loaders then look for no other.
std::vector<WeightsFile> inShards(const std::vector<WrittenTensor>& tensors, std::size_t more = 0);

// Writes the files and, if they are more than one, model.safetensors.index.json. Returns the bytes of all tensors. Throws Error if the disk is
// too small or fails, Cancelled.
std::int64_t writeWeights(const std::vector<WeightsFile>& files, const std::filesystem::path& folder, const JobContext& job);

}  // namespace strato
