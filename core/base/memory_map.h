// A file seen as bytes, without reading it: pages come from disk as they are touched and can be given back.
//
//     MemoryMap map("model.safetensors");
//     use(map.bytes().subspan(offset, length));
//     map.release(offset, length);
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace strato {

class MemoryMap {
public:
    // Maps the whole regular file read-only. Throws Error if it can't be opened or is no regular file.
    explicit MemoryMap(const std::filesystem::path& path);
    ~MemoryMap();
    MemoryMap(MemoryMap&& other) noexcept;
    MemoryMap& operator=(MemoryMap&&) = delete;

    std::span<const std::byte> bytes() const { return bytes_; }

    // Drops the resident pages that lie wholly inside [offset, offset + length); they are read again if touched again.
    void release(std::size_t offset, std::size_t length) const;

    // Asks the system to read the pages of [offset, offset + length) before they are touched. May wait for the disk's queue.
    void prefetch(std::size_t offset, std::size_t length) const;

private:
    std::span<const std::byte> bytes_;
};

}  // namespace strato
