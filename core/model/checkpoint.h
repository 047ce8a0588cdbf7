// The weights of a model folder, whatever files they are spread over, by their full tensor names.
//
//     Checkpoint checkpoint = Checkpoint::open(folder, {.prefix = "transformer", .outside = {"lm_head.weight"}});
//     const StoredTensor* weight = checkpoint.find("transformer.h.0.ln_1.weight");
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/stored_tensor.h"

namespace strato {

// How names in files become full names.
struct TensorNaming {
    // The family's base-model prefix: if no tensor has it, every name but those `outside` is read as if it did.
    std::string prefix;
    std::vector<std::string> outside;
    // Beginnings of names and what stands there in full names; the first that fits is replaced, before the prefix is looked for.
    std::vector<std::pair<std::string, std::string>> renames;
};

class Checkpoint {
public:
    // Opens the first that is there of model.safetensors, its index of shards, pytorch_model.bin and its index. Throws Error for missing or
    // damaged files, for a shard outside the folder, for a tensor that its shard doesn't hold, and for two tensors of one full name.
    static Checkpoint open(const std::filesystem::path& folder, const TensorNaming& naming);

    // nullptr if there is no such tensor.
    const StoredTensor* find(const std::string& name) const;
    const std::map<std::string, StoredTensor>& tensors() const { return tensors_; }

    // How the weights are quantised, by the folder's files and the tensors ("GPTQ, 4 bits"); empty if they aren't.
    std::string quantisation() const;

    // SHA-256 over `config`, every file's name, size and header, and 512 bytes from the middle of every tensor: changes with any change
    // of shape, type or layout, and with training.
    std::string fingerprint(const std::string& config) const;

private:
    std::filesystem::path folder_;
    std::vector<std::pair<std::string, std::unique_ptr<WeightFile>>> files_;
    std::map<std::string, StoredTensor> tensors_;
};

}  // namespace strato
