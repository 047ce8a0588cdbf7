#include "core/train/training_checkpoint.h"

#include <cstring>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/model/safetensors.h"

namespace strato {

namespace {

[[noreturn]] void failAsDamaged(const std::string& file, const std::string& what) { throw Error("'" + file + "' is damaged: " + what + "; delete it to start anew"); }

const std::string& metadataOf(const SafetensorsFile& file, const std::filesystem::path& path, const char* key) {
    const auto found = file.metadata().find(key);
    if (found == file.metadata().end()) throw Error("'" + path.string() + "' is no training that was cut off; delete it to start anew");
    return found->second;
}

}  // namespace

const at::Tensor& TrainingCheckpoint::tensor(const std::string& name, at::IntArrayRef shape) const {
    const auto found = tensors.find(name);
    if (found == tensors.end() || found->second.sizes() != shape) failAsDamaged(where, "'" + name + "' is missing or has another shape");
    return found->second;
}

void writeTrainingCheckpoint(const std::filesystem::path& path, const std::string& key, const nlohmann::json& numbers, const std::map<std::string, at::Tensor>& tensors) {
    std::vector<TensorHeader> headers;
    for (const auto& [name, tensor] : tensors) headers.push_back({name, StoredType::float32, tensor.sizes().vec()});
    SafetensorsWriter writer(path, headers, {{"key", key}, {"numbers", numbers.dump()}});
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor values = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
        writer.write(name, {static_cast<const std::byte*>(values.data_ptr()), values.nbytes()});
    }
    writer.commit();
}

JsonView trainingNumbers(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    return parseJson(metadataOf(file, path, "numbers"), "'" + path.string() + "'");
}

TrainingCheckpoint readTrainingCheckpoint(const std::filesystem::path& path, const std::string& key) {
    if (!std::filesystem::exists(path)) throw Error("there is no '" + path.string() + "' to resume from; start without --resume");
    const SafetensorsFile file(path);
    if (metadataOf(file, path, "key") != key)
        throw UsageError("'" + path.string() + "' is a training of another model, plan, fit, text or setting; give the same ones, or delete it to start anew");
    TrainingCheckpoint found{parseJson(metadataOf(file, path, "numbers"), "'" + path.string() + "'"), {}, path.string()};
    for (const auto& [name, stored] : file.tensors()) {
        if (stored.type != StoredType::float32) failAsDamaged(path.string(), "'" + name + "' is not float32");
        const at::Tensor values = at::empty(stored.shape, at::kFloat);
        std::memcpy(values.data_ptr(), stored.bytes.data(), stored.bytes.size());
        found.tensors[name] = values;
    }
    return found;
}

}  // namespace strato
