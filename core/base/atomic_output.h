// Output that appears whole or not at all. A file or folder is written under a temporary name beside its goal and renamed
// when it is complete; destroyed before that, it leaves nothing behind.
//
//     AtomicFile file("scores.csv");
//     file.write(text);
//     file.commit();
#pragma once

#include <cstdio>
#include <filesystem>
#include <span>
#include <string_view>

namespace strato {

class AtomicFile {
public:
    // Throws Error if the folder of `goal` can't be written to.
    explicit AtomicFile(std::filesystem::path goal);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    // Throws Error on a full disk or a failing one.
    void write(std::string_view bytes);
    void write(std::span<const std::byte> bytes);
    // Writes at an offset from the start, which may lie past the end. For formats whose parts arrive out of order.
    void writeAt(std::size_t offset, std::span<const std::byte> bytes);
    // Claims the space of the whole file at once, filled with zeros, so that a full disk is met before the work is done.
    void reserve(std::size_t bytes);
    // Flushes to disk and gives the file its name, replacing an older file of that name.
    void commit();

private:
    std::filesystem::path goal_;
    std::filesystem::path temporary_;
    std::FILE* file_ = nullptr;
};

class AtomicFolder {
public:
    // Throws Error if `goal` exists already and is not an empty folder, or its parent can't be written to.
    explicit AtomicFolder(std::filesystem::path goal);
    ~AtomicFolder();
    AtomicFolder(const AtomicFolder&) = delete;
    AtomicFolder& operator=(const AtomicFolder&) = delete;

    // Where to write until commit().
    const std::filesystem::path& staging() const { return staging_; }
    void commit();

private:
    std::filesystem::path goal_;
    std::filesystem::path staging_;
    bool committed_ = false;
};

// The whole file as text. Throws Error if it can't be read or is larger than `limitBytes`.
std::string readTextFile(const std::filesystem::path& path, std::size_t limitBytes);

}  // namespace strato
