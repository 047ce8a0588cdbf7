#include "core/measure/state_buffer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

int namelessFile(const std::filesystem::path& folder, std::size_t bytes) {
    std::string name = (folder / ".stratoscope-states-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    const auto fail = [&](int error) {
        throw Error("states that don't fit the memory budget can't be kept in '" + folder.string() + "' (" + formatSize(static_cast<std::int64_t>(bytes)) +
                    "): " + std::strerror(error) + "; free space there or raise --memory");
    };
    if (file < 0) fail(errno);
    ::unlink(name.c_str());
    // Without its blocks a full disk would end the process at the first write.
    if (const int error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes)); error != 0) {
        ::close(file);
        fail(error);
    }
    return file;
}

}  // namespace

StateBuffer::StateBuffer(std::int64_t tokens, std::int64_t width, const std::filesystem::path& folder) {
    if (folder.empty()) {
        tensor_ = at::empty({tokens, width}, at::kFloat);
        return;
    }
    const auto bytes = static_cast<std::size_t>(tokens * width) * sizeof(float);
    const int file = namelessFile(folder, bytes);
    void* address = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    if (address == MAP_FAILED) throw Error("a file of states can't be mapped: " + std::string(std::strerror(errno)));
    mapping_ = std::shared_ptr<std::byte>(static_cast<std::byte*>(address), [bytes](std::byte* begin) { ::munmap(begin, bytes); });
    tensor_ = at::from_blob(address, {tokens, width}, at::kFloat);
}

void StateBuffer::release(RowRange rows) const {
    if (!mapping_) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)), rowBytes = static_cast<std::size_t>(tensor_.size(1)) * sizeof(float);
    const std::size_t first = (static_cast<std::size_t>(rows.first) * rowBytes + page - 1) / page * page;
    const std::size_t last = static_cast<std::size_t>(rows.first + rows.count) * rowBytes / page * page;
    if (first < last) ::madvise(mapping_.get() + first, last - first, MADV_DONTNEED);
}

}  // namespace strato
