#include "core/model/safetensors.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_view.h"

namespace strato {

namespace {

struct TypeRow {
    StoredType type;
    std::string_view format, plain;
    std::size_t bytes;
};

constexpr std::array<TypeRow, 10> types{{{StoredType::float64, "F64", "float64", 8},
                                         {StoredType::float32, "F32", "float32", 4},
                                         {StoredType::float16, "F16", "float16", 2},
                                         {StoredType::bfloat16, "BF16", "bfloat16", 2},
                                         {StoredType::int64, "I64", "int64", 8},
                                         {StoredType::int32, "I32", "int32", 4},
                                         {StoredType::int16, "I16", "int16", 2},
                                         {StoredType::int8, "I8", "int8", 1},
                                         {StoredType::uint8, "U8", "uint8", 1},
                                         {StoredType::boolean, "BOOL", "bool", 1}}};

const TypeRow& row(StoredType type) { return types[static_cast<std::size_t>(type)]; }

StoredType readType(const JsonView& node) {
    const std::string name = node.asString();
    for (const TypeRow& known : types)
        if (known.format == name) return known.type;
    node.fail("is '" + name + "', a type this program doesn't read; convert the checkpoint to F32, F16 or BF16");
}

// The product of a shape's sizes times the type's bytes, refused where it would overflow.
std::size_t checkedBytes(const JsonView& shapeNode, const std::vector<std::int64_t>& shape, StoredType type) {
    constexpr std::size_t limit = std::size_t{1} << 48;
    std::size_t bytes = storedBytes(type);
    for (const std::int64_t size : shape) {
        if (size < 0) shapeNode.fail("has a negative size");
        if (size > 0 && bytes > limit / static_cast<std::size_t>(size)) shapeNode.fail("is larger than any file");
        bytes *= static_cast<std::size_t>(size);
    }
    return bytes;
}

std::vector<std::int64_t> readShape(const JsonView& node) {
    std::vector<std::int64_t> shape;
    for (const JsonView& size : node.elements()) shape.push_back(size.asInteger());
    if (shape.size() > 8) node.fail("has more than 8 dimensions");
    return shape;
}

struct DataRange {
    std::size_t begin, end;
};

DataRange readRange(const JsonView& node, std::size_t dataSize) {
    const auto offsets = node.elements();
    if (offsets.size() != 2) node.fail("must be two numbers");
    const std::int64_t begin = offsets[0].asInteger(), end = offsets[1].asInteger();
    if (begin < 0 || end < begin) node.fail("runs backwards");
    if (static_cast<std::uint64_t>(end) > dataSize)
        node.fail("ends past the file (needs " + std::to_string(end) + " bytes of data, the file has " +
                  std::to_string(dataSize) + "): the download is incomplete; fetch it again");
    return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

void checkNoOverlap(const std::map<std::string, StoredTensor>& tensors, const std::string& fileName) {
    std::vector<std::pair<std::size_t, const std::pair<const std::string, StoredTensor>*>> byOffset;
    for (const auto& entry : tensors)
        if (!entry.second.bytes.empty()) byOffset.emplace_back(entry.second.offset, &entry);
    std::sort(byOffset.begin(), byOffset.end());
    for (std::size_t i = 1; i < byOffset.size(); ++i) {
        const auto& [before, after] = std::pair(byOffset[i - 1].second, byOffset[i].second);
        if (before->second.offset + before->second.bytes.size() > after->second.offset)
            throw Error(fileName + ": tensors '" + before->first + "' and '" + after->first +
                        "' overlap; the file is damaged, fetch it again");
    }
}

std::string_view locateHeader(const MemoryMap& map, const std::string& name) {
    constexpr std::uint64_t headerLimit = 100'000'000;
    const auto bytes = map.bytes();
    std::uint64_t length = 0;
    if (bytes.size() < 8) throw Error(name + " is too short to be a safetensors file; fetch it again");
    std::memcpy(&length, bytes.data(), 8);
    if (length > headerLimit || length > bytes.size() - 8)
        throw Error(name + ": its header claims " + std::to_string(length) + " bytes, the file has " +
                    std::to_string(bytes.size()) + ": it is damaged or not a safetensors file");
    return {reinterpret_cast<const char*>(bytes.data()) + 8, length};
}

}  // namespace

std::size_t storedBytes(StoredType type) { return row(type).bytes; }
std::string_view formatName(StoredType type) { return row(type).format; }
std::string_view plainName(StoredType type) { return row(type).plain; }

std::int64_t StoredTensor::elements() const {
    std::int64_t product = 1;
    for (const std::int64_t size : shape) product *= size;
    return product;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : map_(std::make_unique<MemoryMap>(path)) {
    const std::string name = path.filename().string();
    header_ = locateHeader(*map_, name);
    const std::size_t dataStart = 8 + header_.size();
    const auto data = map_->bytes().subspan(dataStart);
    const JsonView header = parseJson(header_, name + "'s header");
    if (!header.isObject()) throw Error(name + "'s header must be an object; the file is damaged");
    for (const auto& [key, value] : header.raw().items()) {
        const JsonView entry = header.at(key);
        if (key == "__metadata__") {
            if (!entry.isObject()) entry.fail("must be an object");
            for (const auto& [metaKey, unused] : value.items()) metadata_[metaKey] = entry.string(metaKey);
            continue;
        }
        StoredTensor tensor;
        tensor.type = readType(entry.at("dtype"));
        tensor.shape = readShape(entry.at("shape"));
        const std::size_t bytes = checkedBytes(entry.at("shape"), tensor.shape, tensor.type);
        const DataRange range = readRange(entry.at("data_offsets"), data.size());
        if (range.end - range.begin != bytes)
            entry.fail("has " + std::to_string(range.end - range.begin) + " bytes where its shape needs " +
                       std::to_string(bytes) + "; the file is damaged");
        tensor.bytes = data.subspan(range.begin, bytes);
        tensor.map = map_.get();
        tensor.offset = dataStart + range.begin;
        tensors_.emplace(key, std::move(tensor));
    }
    checkNoOverlap(tensors_, name);
}

SafetensorsWriter::SafetensorsWriter(const std::filesystem::path& path, const std::vector<TensorHeader>& tensors,
                                     const std::map<std::string, std::string>& metadata)
    : file_(path) {
    nlohmann::ordered_json header;
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const TensorHeader& tensor : tensors) {
        std::size_t bytes = storedBytes(tensor.type);
        for (const std::int64_t size : tensor.shape) bytes *= static_cast<std::size_t>(size);
        if (!places_.emplace(tensor.name, Place{offset, bytes}).second)
            throw Error("tensor '" + tensor.name + "' would be written twice");
        header[tensor.name] = {{"dtype", formatName(tensor.type)},
                               {"shape", tensor.shape},
                               {"data_offsets", {offset, offset + bytes}}};
        offset += bytes;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    file_.write(std::as_bytes(std::span(&length, 1)));
    file_.write(text);
    const std::size_t dataStart = 8 + text.size();
    for (auto& [name, place] : places_) place.offset += dataStart;
    fileSize_ = dataStart + offset;
    file_.reserve(fileSize_);
}

void SafetensorsWriter::write(const std::string& name, std::span<const std::byte> bytes, std::size_t offset) {
    const Place& place = places_.at(name);
    if (offset > place.bytes || bytes.size() > place.bytes - offset)
        throw Error("tensor '" + name + "' is longer than was declared");
    file_.writeAt(place.offset + offset, bytes);
}

void SafetensorsWriter::commit() { file_.commit(); }

}  // namespace strato
