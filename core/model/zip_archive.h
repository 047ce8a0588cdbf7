// A zip archive whose entries are found where they lie in it, uncompressed: what torch.save writes. A library would hand out
// copies; weights are to stay in the map.
//
//     const ZipArchive archive(map.bytes(), "pytorch_model.bin");
//     const auto pickle = archive.find("pytorch_model/data.pkl");
//
// Format: PKWARE's APPNOTE.TXT, sections 4.3 to 4.5, with ZIP64. Checksums are not verified: that would read the whole file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace strato {

class ZipArchive {
public:
    // Reads the central directory; every entry is checked to lie inside `bytes`. Throws Error, starting with `where`, for a damaged
    // archive and for entries named twice.
    ZipArchive(std::span<const std::byte> bytes, std::string where);

    struct Entry {
        std::span<const std::byte> bytes;  // as they lie in the archive
        bool plain = true;                 // neither compressed nor encrypted
    };
    const std::map<std::string_view, Entry>& entries() const { return entries_; }
    // The contents of an entry; nothing if there is none of that name. Throws Error if it is compressed or encrypted.
    std::optional<std::span<const std::byte>> find(std::string_view name) const;

private:
    struct Directory {
        std::uint64_t offset, size, count;
    };
    std::size_t endRecord() const;
    Directory locateDirectory() const;
    // Reads the entry that begins at `offset` and gives the offset of the next.
    std::size_t readEntry(std::size_t offset, std::size_t end);
    std::span<const std::byte> contents(std::uint64_t localHeader, std::uint64_t size, std::string_view name) const;
    // A little-endian number of `width` bytes.
    std::uint64_t number(std::uint64_t offset, std::size_t width) const;
    [[noreturn]] void fail(const std::string& complaint) const;

    std::span<const std::byte> bytes_;
    std::string where_;
    std::map<std::string_view, Entry> entries_;
};

}  // namespace strato
