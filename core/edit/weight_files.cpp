#include "core/edit/weight_files.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/model/safetensors.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t shardLimit = 5'000'000'000;

std::int64_t bytesOf(const std::vector<WeightsFile>& files) {
    std::int64_t bytes = 0;
    for (const WeightsFile& file : files)
        for (const WrittenTensor& tensor : file.tensors) bytes += static_cast<std::int64_t>(tensor.bytes.size());
    return bytes;
}

std::string shardName(std::size_t number, std::size_t count) {
    const auto five = [](std::size_t value) {
        const std::string digits = std::to_string(value);
        return std::string(5 - std::min<std::size_t>(digits.size(), 5), '0') + digits;
    };
    return "model-" + five(number + 1) + "-of-" + five(count) + ".safetensors";
}

void checkFreeSpace(std::int64_t needed, const fs::path& folder) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (!error && static_cast<std::int64_t>(space.available) < needed)
        throw Error("the disk of '" + folder.parent_path().string() + "' has " + formatSize(static_cast<std::int64_t>(space.available)) +
                    " free and the model needs " + formatSize(needed) + "; free some space or export elsewhere");
}

void writeFile(const fs::path& path, const WeightsFile& file, const JobContext& job) {
    std::vector<TensorHeader> headers;
    for (const WrittenTensor& tensor : file.tensors) headers.push_back({tensor.name, tensor.type, tensor.shape});
    SafetensorsWriter writer(path, headers, file.metadata);
    std::int64_t done = 0;
    for (const WrittenTensor& tensor : file.tensors) {
        job.throwIfStopped();
        job.report("writing " + file.name, done++, static_cast<std::int64_t>(file.tensors.size()));
        writer.write(tensor.name, tensor.bytes);
        if (tensor.source) tensor.source->release();
    }
    writer.commit();
}

}  // namespace

std::vector<WeightsFile> inShards(const std::vector<WrittenTensor>& tensors, std::size_t more) {
    std::vector<WeightsFile> shards(1);
    std::int64_t bytes = 0;
    for (const WrittenTensor& tensor : tensors) {
        const auto size = static_cast<std::int64_t>(tensor.bytes.size());
        if (bytes + size > shardLimit && !shards.back().tensors.empty()) {
            shards.emplace_back();
            bytes = 0;
        }
        shards.back().tensors.push_back(tensor);
        bytes += size;
    }
    for (std::size_t s = 0; s < shards.size(); ++s) shards[s].name = shards.size() + more == 1 ? "model.safetensors" : shardName(s, shards.size());
    return shards;
}

std::int64_t writeWeights(const std::vector<WeightsFile>& files, const fs::path& folder, const JobContext& job) {
    const std::int64_t total = bytesOf(files);
    checkFreeSpace(total, folder);
    nlohmann::ordered_json index;
    index["metadata"]["total_size"] = total;
    for (const WeightsFile& file : files) {
        writeFile(folder / file.name, file, job);
        for (const WrittenTensor& tensor : file.tensors) index["weight_map"][tensor.name] = file.name;
    }
    if (files.size() > 1) {
        AtomicFile file(folder / "model.safetensors.index.json");
        file.write(index.dump(2) + "\n");
        file.commit();
    }
    return total;
}

}  // namespace strato
