#include "core/measure/kept_states.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <span>

#include <ATen/ATen.h>

namespace strato {

namespace {

constexpr std::uint64_t magic = 0x3153455441545353;   // "SSTATES1"

struct Header {
    std::uint64_t magic = 0, nameBytes = 0, state = 0, buffers = 0, bufferBytes = 0, sum = 0;
};

// Of 64-bit words: a file that a power failure left half-written is not taken.
std::uint64_t sumOf(const at::Tensor& buffer, std::uint64_t sum) {
    const auto* words = static_cast<const std::uint32_t*>(buffer.data_ptr());
    for (std::size_t i = 0; i < buffer.nbytes() / sizeof(std::uint32_t); ++i) sum = sum * 31 + words[i];
    return sum;
}

std::uint64_t sumOf(const std::vector<at::Tensor>& buffers) {
    std::uint64_t sum = magic;
    for (const at::Tensor& buffer : buffers) sum = sumOf(buffer, sum);
    return sum;
}

}  // namespace

void KeptStates::save(StateIndex state, const std::vector<at::Tensor>& buffers) const {
    const std::filesystem::path unfinished = path_.string() + ".part";
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    const Header header{magic, name_.size(), static_cast<std::uint64_t>(state.value), buffers.size(), buffers.front().nbytes(), sumOf(buffers)};
    file.write(reinterpret_cast<const char*>(&header), sizeof header);
    file.write(name_.data(), static_cast<std::streamsize>(name_.size()));
    for (const at::Tensor& buffer : buffers) file.write(static_cast<const char*>(buffer.data_ptr()), static_cast<std::streamsize>(buffer.nbytes()));
    file.close();
    std::error_code ignored;
    if (file) std::filesystem::rename(unfinished, path_, ignored);
    else std::filesystem::remove(unfinished, ignored);
}

std::optional<StateIndex> KeptStates::load(StateIndex most, const std::vector<at::Tensor>& buffers) const {
    std::ifstream file(path_, std::ios::binary);
    Header header;
    std::string name(name_.size(), '\0');
    if (!file.read(reinterpret_cast<char*>(&header), sizeof header)) return std::nullopt;
    const bool fits = header.magic == magic && header.nameBytes == name.size() && header.buffers == buffers.size() && header.bufferBytes == buffers.front().nbytes();
    if (!fits || !file.read(name.data(), static_cast<std::streamsize>(name.size())) || name != name_ || header.state > static_cast<std::uint64_t>(most.value)) return std::nullopt;
    for (const at::Tensor& buffer : buffers)
        if (!file.read(static_cast<char*>(buffer.data_ptr()), static_cast<std::streamsize>(buffer.nbytes()))) return std::nullopt;
    if (sumOf(buffers) != header.sum) return std::nullopt;
    return StateIndex{static_cast<int>(header.state)};
}

}  // namespace strato
