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
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/atomic_output.h"
#include "core/base/memory_map.h"

namespace strato {

enum class StoredType { float64, float32, float16, bfloat16, int64, int32, int16, int8, uint8, boolean };

std::size_t storedBytes(StoredType type);
// The format's own name ("F32", "BF16"), and ours for people ("float32").
std::string_view formatName(StoredType type);
std::string_view plainName(StoredType type);

// A tensor where it lies in its file.
struct StoredTensor {
    StoredType type = StoredType::float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;      // row-major, little-endian; valid while the file lives
    const MemoryMap* map = nullptr;        // of the file it lies in
    std::size_t offset = 0;                // in that file

    std::int64_t elements() const;
    // Gives its pages back to the system; they are read again when touched again.
    void release() const { map->release(offset, bytes.size()); }
};

class SafetensorsFile {
public:
    // Maps the file and checks its header: length, JSON, types, shapes, sizes, offsets, overlaps. Throws Error saying which
    // tensor is wrong and how.
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::map<std::string, StoredTensor>& tensors() const { return tensors_; }
    const std::map<std::string, std::string>& metadata() const { return metadata_; }
    // The JSON header's bytes, which with the file's size name the file.
    std::string_view header() const { return header_; }
    std::size_t fileSize() const { return map_->bytes().size(); }

private:
    std::unique_ptr<MemoryMap> map_;       // on the heap: tensors point to it
    std::string_view header_;
    std::map<std::string, StoredTensor> tensors_;
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
