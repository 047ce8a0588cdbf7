#include "core/model/stored_tensor.h"

#include <array>

#include "core/base/error.h"

namespace strato {

namespace {

struct TypeRow {
    StoredType type;
    std::string_view format, plain;
    std::size_t bits;
};

using enum StoredType;

// In the order of the enumeration. Names and widths of the format: safetensors 0.8, enum Dtype.
constexpr std::array<TypeRow, 22> types{{{float64, "F64", "float64", 64},
                                         {float32, "F32", "float32", 32},
                                         {float16, "F16", "float16", 16},
                                         {bfloat16, "BF16", "bfloat16", 16},
                                         {int64, "I64", "int64", 64},
                                         {int32, "I32", "int32", 32},
                                         {int16, "I16", "int16", 16},
                                         {int8, "I8", "int8", 8},
                                         {uint64, "U64", "uint64", 64},
                                         {uint32, "U32", "uint32", 32},
                                         {uint16, "U16", "uint16", 16},
                                         {uint8, "U8", "uint8", 8},
                                         {boolean, "BOOL", "bool", 8},
                                         {complex64, "C64", "complex64", 64},
                                         {float8E4m3, "F8_E4M3", "float8_e4m3fn", 8},
                                         {float8E5m2, "F8_E5M2", "float8_e5m2", 8},
                                         {float8E4m3Fnuz, "F8_E4M3FNUZ", "float8_e4m3fnuz", 8},
                                         {float8E5m2Fnuz, "F8_E5M2FNUZ", "float8_e5m2fnuz", 8},
                                         {float8E8m0, "F8_E8M0", "float8_e8m0fnu", 8},
                                         {float6E2m3, "F6_E2M3", "float6_e2m3fn", 6},
                                         {float6E3m2, "F6_E3M2", "float6_e3m2fn", 6},
                                         {float4, "F4", "float4_e2m1fn", 4}}};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < types.size(); ++i)
        if (types[i].type != static_cast<StoredType>(i)) return false;
    return true;
}
static_assert(inOrder());

const TypeRow& row(StoredType type) { return types[static_cast<std::size_t>(type)]; }

}  // namespace

std::size_t storedBytes(StoredType type, std::size_t elements) { return (row(type).bits * elements + 7) / 8; }
std::string_view formatName(StoredType type) { return row(type).format; }
std::string_view plainName(StoredType type) { return row(type).plain; }

std::optional<StoredType> typeOfFormatName(std::string_view name) {
    for (const TypeRow& known : types)
        if (known.format == name) return known.type;
    return std::nullopt;
}

std::size_t bytesOfShape(const std::vector<std::int64_t>& shape, StoredType type, const std::string& where) {
    constexpr std::size_t limit = std::size_t{1} << 51;
    if (shape.size() > maxDimensions) throw Error(where + " has more than " + std::to_string(maxDimensions) + " dimensions");
    std::size_t bits = row(type).bits;
    for (const std::int64_t size : shape) {
        if (size < 0) throw Error(where + " has a negative size");
        if (size > 0 && bits > limit / static_cast<std::size_t>(size)) throw Error(where + " is larger than any file");
        bits *= static_cast<std::size_t>(size);
    }
    if (bits % 8 != 0) throw Error(where + " doesn't fill its last byte; the file is damaged");
    return bits / 8;
}

std::int64_t StoredTensor::elements() const {
    std::int64_t product = 1;
    for (const std::int64_t size : shape) product *= size;
    return product;
}

bool StoredTensor::isAligned() const {
    const std::size_t unit = type == complex64 ? storedBytes(float32) : storedBytes(type);
    return reinterpret_cast<std::uintptr_t>(bytes.data()) % unit == 0;
}

WeightFile::WeightFile(const std::filesystem::path& path)
    : map_(std::make_unique<MemoryMap>(path)), bytes_(map_->bytes()), name_(path.filename().string()) {
    refusePointer();
}

WeightFile::WeightFile(std::span<const std::byte> bytes, std::string name) : bytes_(bytes), name_(std::move(name)) { refusePointer(); }

void WeightFile::refusePointer() const {
    constexpr std::string_view pointer = "version https://git-lfs";
    if (std::string_view(reinterpret_cast<const char*>(bytes_.data()), bytes_.size()).starts_with(pointer))
        throw Error(name_ + " is a Git LFS pointer in place of the weights; fetch them with: git lfs pull");
}

void WeightFile::add(const std::string& name, StoredType type, std::vector<std::int64_t> shape, std::span<const std::byte> part) {
    const std::size_t offset = part.empty() ? 0 : static_cast<std::size_t>(part.data() - bytes_.data());
    tensors_.insert_or_assign(name, StoredTensor{type, std::move(shape), part, map_.get(), offset});
}

void WeightFile::addCopy(const std::string& name, StoredType type, std::vector<std::int64_t> shape, std::vector<std::byte> copy) {
    const std::vector<std::byte>& kept = copies_.emplace_back(std::move(copy));
    tensors_.insert_or_assign(name, StoredTensor{type, std::move(shape), kept, nullptr, 0});
}

}  // namespace strato
