#include "core/model/safetensors.h"

#include <algorithm>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_view.h"

namespace strato {

namespace {

StoredType readType(const JsonView& node) {
    const std::string name = node.asString();
    if (const auto type = typeOfFormatName(name)) return *type;
    node.fail("is '" + name + "', a type this program doesn't know; convert the checkpoint to F32, F16 or BF16");
}

// Counted before a view of every element is made: those are far larger than the elements.
std::vector<JsonView> elementsUpTo(const JsonView& node, std::size_t most, const char* complaint) {
    if (node.isArray() && node.raw().size() > most) node.fail(complaint);
    return node.elements();
}

std::vector<std::int64_t> readShape(const JsonView& node) {
    std::vector<std::int64_t> shape;
    for (const JsonView& size : elementsUpTo(node, maxDimensions, "has too many dimensions")) shape.push_back(size.asInteger());
    return shape;
}

struct DataRange {
    std::size_t begin, end;
};

DataRange readRange(const JsonView& node, std::size_t dataSize) {
    const auto offsets = elementsUpTo(node, 2, "must be two numbers");
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

std::span<const std::byte> locateHeader(std::span<const std::byte> bytes, const std::string& name) {
    constexpr std::uint64_t headerLimit = 100'000'000;
    std::uint64_t length = 0;
    if (bytes.size() < 8) throw Error(name + " is too short to be a safetensors file; fetch it again");
    std::memcpy(&length, bytes.data(), 8);
    if (length > headerLimit || length > bytes.size() - 8)
        throw Error(name + ": its header claims " + std::to_string(length) + " bytes, the file has " +
                    std::to_string(bytes.size()) + ": it is damaged or not a safetensors file");
    return bytes.subspan(8, length);
}

}  // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : WeightFile(path) { read(); }

SafetensorsFile::SafetensorsFile(std::span<const std::byte> bytes, std::string name) : WeightFile(bytes, std::move(name)) { read(); }

void SafetensorsFile::read() {
    setHeader(locateHeader(bytes(), name()));
    const auto data = bytes().subspan(8 + header().size());
    const JsonView root = parseJson(header(), name() + "'s header");
    if (!root.isObject()) throw Error(name() + "'s header must be an object; the file is damaged");
    for (const auto& [key, value] : root.raw().items()) {
        const JsonView entry = root.at(key);
        if (key == "__metadata__") {
            if (!entry.isObject()) entry.fail("must be an object");
            for (const auto& [metaKey, unused] : value.items()) metadata_[metaKey] = entry.string(metaKey);
            continue;
        }
        const StoredType type = readType(entry.at("dtype"));
        std::vector<std::int64_t> shape = readShape(entry.at("shape"));
        const std::size_t size = bytesOfShape(shape, type, entry.at("shape").where());
        const DataRange range = readRange(entry.at("data_offsets"), data.size());
        if (range.end - range.begin != size)
            entry.fail("has " + std::to_string(range.end - range.begin) + " bytes where its shape needs " +
                       std::to_string(size) + "; the file is damaged");
        add(key, type, std::move(shape), data.subspan(range.begin, size));
    }
    checkNoOverlap(tensors(), name());
}

SafetensorsWriter::SafetensorsWriter(const std::filesystem::path& path, const std::vector<TensorHeader>& tensors,
                                     const std::map<std::string, std::string>& metadata)
    : file_(path) {
    nlohmann::ordered_json header;
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const TensorHeader& tensor : tensors) {
        const std::size_t bytes = bytesOfShape(tensor.shape, tensor.type, "tensor '" + tensor.name + "'");
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
