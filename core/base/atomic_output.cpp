#include "core/base/atomic_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/base/error.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throwWriteError(const fs::path& path) {
    throw Error("'" + path.string() + "' can't be written: " + std::strerror(errno) + "; nothing was left half-written");
}

fs::path temporaryBeside(const fs::path& goal) {
    return goal.parent_path() / ("." + goal.filename().string() + ".partial-" + std::to_string(::getpid()));
}

fs::path absoluteGoal(const fs::path& goal) {
    fs::path absolute = fs::absolute(goal).lexically_normal();
    if (!absolute.has_filename()) absolute = absolute.parent_path();
    return absolute;
}

void syncFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(fs::path goal) : goal_(absoluteGoal(goal)), temporary_(temporaryBeside(goal_)) {
    if (fs::is_directory(goal_)) throw Error("'" + goal_.string() + "' is a folder; name a file");
    file_ = std::fopen(temporary_.c_str(), "wb");
    if (!file_) throwWriteError(goal_);
}

AtomicFile::~AtomicFile() {
    if (!file_) return;
    std::fclose(file_);
    std::error_code ignored;
    fs::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view bytes) { write(std::as_bytes(std::span(bytes.data(), bytes.size()))); }

void AtomicFile::write(std::span<const std::byte> bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) throwWriteError(goal_);
}

void AtomicFile::writeAt(std::size_t offset, std::span<const std::byte> bytes) {
    if (::fseeko(file_, static_cast<off_t>(offset), SEEK_SET) != 0) throwWriteError(goal_);
    write(bytes);
}

void AtomicFile::reserve(std::size_t bytes) {
    if (std::fflush(file_) != 0) throwWriteError(goal_);
    errno = ::posix_fallocate(::fileno(file_), 0, static_cast<off_t>(bytes));
    if (errno != 0) throwWriteError(goal_);
}

void AtomicFile::commit() {
    if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) throwWriteError(goal_);
    std::FILE* file = file_;
    file_ = nullptr;
    const bool closed = std::fclose(file) == 0;
    if (!closed || std::rename(temporary_.c_str(), goal_.c_str()) != 0) {
        const int error = errno;
        std::error_code ignored;
        fs::remove(temporary_, ignored);
        errno = error;
        throwWriteError(goal_);
    }
    syncFolder(goal_.parent_path());
}

AtomicFolder::AtomicFolder(fs::path goal) : goal_(absoluteGoal(goal)), staging_(temporaryBeside(goal_)) {
    if (fs::exists(goal_) && !(fs::is_directory(goal_) && fs::is_empty(goal_)))
        throw Error("'" + goal_.string() + "' exists already; name a new folder");
    std::error_code error;
    fs::remove_all(staging_, error);
    if (!fs::create_directory(staging_, error))
        throw Error("'" + goal_.string() + "' can't be created: " + error.message());
}

AtomicFolder::~AtomicFolder() {
    if (committed_) return;
    std::error_code ignored;
    fs::remove_all(staging_, ignored);
}

void AtomicFolder::commit() {
    // rename() replaces an empty folder and fails on any other, so nothing that appeared meanwhile is lost.
    if (std::rename(staging_.c_str(), goal_.c_str()) != 0) throwWriteError(goal_);
    committed_ = true;
    syncFolder(goal_.parent_path());
}

std::string readTextFile(const fs::path& path, std::size_t limitBytes) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) throw Error("'" + path.string() + "' can't be read: " + error.message());
    if (size > limitBytes)
        throw Error("'" + path.string() + "' has " + std::to_string(size) + " bytes, more than the " +
                    std::to_string(limitBytes) + " such a file may have");
    std::ifstream file(path, std::ios::binary);
    std::string text(size, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(size)) && size > 0)
        throw Error("'" + path.string() + "' can't be read: " + std::strerror(errno));
    return text;
}

}  // namespace strato
