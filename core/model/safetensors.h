// The safetensors format: reading by memory map, writing by streaming. The header of a file is untrusted; nothing in it is
// used before it is checked.
//
//     SafetensorsFile file("model.safetensors");
//     const StoredTensor& tensor = file.tensors().at("lm_head.weight");
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/atomic_output.h"
#include "core/model/stored_tensor.h"

namespace strato {

class SafetensorsFile : public WeightFile {
public:
    // Maps the file and checks its header: length, JSON, types, shapes, sizes, offsets, overlaps. Throws Error saying which
    // tensor is wrong and how.
    explicit SafetensorsFile(const std::filesystem::path& path);
    // The same of a file in memory, which must outlive this.
    SafetensorsFile(std::span<const std::byte> bytes, std::string name);

    const std::map<std::string, std::string>& metadata() const { return metadata_; }

private:
    void read();

    std::map<std::string, std::string> metadata_;
};

// What a file to be written will hold.
struct TensorHeader {
    std::string name;
    StoredType type = StoredType::float32;
    std::vector<std::int64_t> shape;
};

// Writes a file whose tensors are declared first and filled in any order.
class SafetensorsWriter {
public:
    // Claims the whole file's space, zeros where nothing will be written. Throws Error if the file can't be written, the
    // disk is too small, or a name occurs twice.
    SafetensorsWriter(const std::filesystem::path& path, const std::vector<TensorHeader>& tensors,
                      const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

    // Part of a tensor's bytes, `offset` bytes from its start. Throws Error on a full disk.
    void write(const std::string& name, std::span<const std::byte> bytes, std::size_t offset = 0);
    // Gives the file its name.
    void commit();

    std::size_t fileSize() const { return fileSize_; }

private:
    struct Place {
        std::size_t offset = 0, bytes = 0;
    };
    AtomicFile file_;
    std::map<std::string, Place> places_;
    std::size_t fileSize_ = 0;
};

}  // namespace strato
