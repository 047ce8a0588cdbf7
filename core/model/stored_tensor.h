// A tensor where it lies in a checkpoint's file, and what every kind of weight file is: named tensors.
//
//     SafetensorsFile file("model.safetensors");
//     const StoredTensor& tensor = file.tensors().at("lm_head.weight");
//     read(tensor.bytes);
//     tensor.release();
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/memory_map.h"

namespace strato {

// Every type that the safetensors format names.
enum class StoredType {
    float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, boolean, complex64,
    float8E4m3, float8E5m2, float8E4m3Fnuz, float8E5m2Fnuz, float8E8m0, float6E2m3, float6E3m2, float4
};

// Bytes of `elements` packed together; float4 and float6 need not fill the last one.
std::size_t storedBytes(StoredType type, std::size_t elements = 1);
// The safetensors format's own name ("F32", "BF16"), and ours for people ("float32").
std::string_view formatName(StoredType type);
std::string_view plainName(StoredType type);
std::optional<StoredType> typeOfFormatName(std::string_view name);

inline constexpr std::size_t maxDimensions = 8;
// The bytes of a shape. Throws Error, starting with `where`, if there are too many sizes or a negative one, the product exceeds any
// file, or elements smaller than a byte don't fill the last one.
std::size_t bytesOfShape(const std::vector<std::int64_t>& shape, StoredType type, const std::string& where);

struct StoredTensor {
    StoredType type = StoredType::float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;      // row-major, little-endian, at any address; valid while the file lives
    const MemoryMap* map = nullptr;        // of the file it lies in; nullptr if it lies in memory
    std::size_t offset = 0;                // in that file

    std::int64_t elements() const;
    // True if the bytes lie where the machine may read them as elements of their type. Neither format promises it.
    bool isAligned() const;
    // Gives its pages back to the system; they are read again when touched again.
    void release() const {
        if (map) map->release(offset, bytes.size());
    }
    // Asks the system to read it before it is touched.
    void prefetch() const {
        if (map) map->prefetch(offset, bytes.size());
    }
};

class WeightFile {
public:
    virtual ~WeightFile() = default;
    WeightFile(const WeightFile&) = delete;
    WeightFile& operator=(const WeightFile&) = delete;

    const std::map<std::string, StoredTensor>& tensors() const { return tensors_; }
    // What the file says about its tensors; together with the file's size it names the file.
    std::string_view header() const { return header_; }
    std::size_t fileSize() const { return bytes_.size(); }

protected:
    // Maps a file, or takes one in memory that outlives this; `name` is for complaints. Both throw Error for a Git LFS pointer,
    // which lies in place of the weights where a repository was cloned without them.
    explicit WeightFile(const std::filesystem::path& path);
    WeightFile(std::span<const std::byte> bytes, std::string name);

    std::span<const std::byte> bytes() const { return bytes_; }
    const std::string& name() const { return name_; }
    void setHeader(std::span<const std::byte> header) { header_ = {reinterpret_cast<const char*>(header.data()), header.size()}; }
    // A tensor that is `part` of this file's bytes.
    void add(const std::string& name, StoredType type, std::vector<std::int64_t> shape, std::span<const std::byte> part);
    // A tensor whose bytes are no part of the file.
    void addCopy(const std::string& name, StoredType type, std::vector<std::int64_t> shape, std::vector<std::byte> copy);

private:
    void refusePointer() const;

    std::unique_ptr<MemoryMap> map_;       // on the heap: tensors point to it
    std::span<const std::byte> bytes_;
    std::string name_;
    std::string_view header_;
    std::map<std::string, StoredTensor> tensors_;
    std::vector<std::vector<std::byte>> copies_;
};

}  // namespace strato
