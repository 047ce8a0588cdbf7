#include "core/train/training_checkpoint.h"

#include <cstring>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/model/safetensors.h"

namespace strato {

void writeTrainingCheckpoint(const std::filesystem::path& path, const TrainingCheckpoint& checkpoint) {
    std::vector<TensorHeader> headers;
    for (const auto& [name, tensor] : checkpoint.tensors) headers.push_back({name, StoredType::float32, tensor.sizes().vec()});
    SafetensorsWriter writer(path, headers, {{"key", checkpoint.key}, {"numbers", checkpoint.numbers.dump()}});
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const at::Tensor values = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
        writer.write(name, {static_cast<const std::byte*>(values.data_ptr()), values.nbytes()});
    }
    writer.commit();
}

TrainingCheckpoint readTrainingCheckpoint(const std::filesystem::path& path, const std::string& key) {
    if (!std::filesystem::exists(path)) throw Error("there is no '" + path.string() + "' to resume from; start without --resume");
    const SafetensorsFile file(path);
    const auto& metadata = file.metadata();
    if (!metadata.contains("key") || !metadata.contains("numbers"))
        throw Error("'" + path.string() + "' is no training that was cut off; start without --resume");
    if (metadata.at("key") != key)
        throw UsageError("'" + path.string() + "' is a training of another model, plan, fit, text or setting; give the same ones, or delete it "
                         "to start anew");
    TrainingCheckpoint found{key, nlohmann::json::parse(metadata.at("numbers")), {}};
    for (const auto& [name, stored] : file.tensors()) {
        if (stored.type != StoredType::float32)
            throw Error("'" + path.string() + "' is damaged: '" + name + "' is not float32; start without --resume");
        const at::Tensor values = at::empty(stored.shape, at::kFloat);
        std::memcpy(values.data_ptr(), stored.bytes.data(), stored.bytes.size());
        found.tensors[name] = values;
    }
    return found;
}

}  // namespace strato
