#include "core/base/memory_map.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace strato {

MemoryMap::MemoryMap(const std::filesystem::path& path) {
    // A pipe would keep the first open waiting for ever.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) throw Error("'" + path.string() + "' can't be opened: " + std::strerror(errno));
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(file);
        throw Error("'" + path.string() + "' is not a regular file");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* address = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    const int error = errno;
    ::close(file);
    if (address == MAP_FAILED) throw Error("'" + path.string() + "' can't be mapped: " + std::strerror(error));
    bytes_ = {static_cast<const std::byte*>(address), size};
}

MemoryMap::~MemoryMap() {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

MemoryMap::MemoryMap(MemoryMap&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

void MemoryMap::release(std::size_t offset, std::size_t length) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t first = (offset + page - 1) / page * page;
    const std::size_t last = (offset + length) / page * page;
    if (first >= last || last > bytes_.size()) return;
    ::madvise(const_cast<std::byte*>(bytes_.data()) + first, last - first, MADV_DONTNEED);
}

void MemoryMap::prefetch(std::size_t offset, std::size_t length) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t first = offset / page * page, last = std::min(offset + length, bytes_.size());
    if (first < last) ::madvise(const_cast<std::byte*>(bytes_.data()) + first, last - first, MADV_WILLNEED);
}

}  // namespace strato
