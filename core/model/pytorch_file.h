// A pytorch_model.bin, read without running any of it: the archive that torch.save writes since PyTorch 1.6, and the stream of
// pickles that it wrote before. Tensors are views of the file; only those that don't lie in one piece are copied.
//
//     PytorchFile file("pytorch_model.bin");
//     const StoredTensor& tensor = file.tensors().at("transformer.wte.weight");
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/model/state_dict.h"
#include "core/model/stored_tensor.h"

namespace strato {

class PytorchFile : public WeightFile {
public:
    // Throws Error for a damaged file, for one whose pickle asks for anything but tensors, and for tensors that don't lie
    // within their storage.
    explicit PytorchFile(const std::filesystem::path& path);
    // The same of a file in memory, which must outlive this.
    PytorchFile(std::span<const std::byte> bytes, std::string name);

private:
    using Storages = std::map<std::string_view, std::span<const std::byte>>;
    using FindStorage = std::function<std::span<const std::byte>(const StorageName&)>;

    void read();
    void readArchive();
    void readLegacy();
    Storages legacyStorages(const PickleTree& tensors, const PickleTree& keys, std::size_t position) const;
    void addTensors(const PickleTree& tree, const FindStorage& find);
    void addTensor(const TensorView& view, std::span<const std::byte> storage);
    void addGathered(const TensorView& view, std::span<const std::byte> storage, std::size_t size);
    bool startsWith(std::string_view text, std::size_t offset = 0) const;
    [[noreturn]] void fail(const std::string& complaint) const;

    std::size_t gathered_ = 0;             // bytes of the copies so far
};

}  // namespace strato
