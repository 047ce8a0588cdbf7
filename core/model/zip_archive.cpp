#include "core/model/zip_archive.h"

#include <algorithm>

#include "core/base/error.h"

namespace strato {

namespace {

constexpr std::uint64_t entrySignature = 0x02014b50, localSignature = 0x04034b50, endSignature = 0x06054b50;
constexpr std::uint64_t end64Signature = 0x06064b50, locator64Signature = 0x07064b50;
constexpr std::size_t entryBytes = 46, localBytes = 30, endBytes = 22, end64Bytes = 56, locator64Bytes = 20;

}  // namespace

ZipArchive::ZipArchive(std::span<const std::byte> bytes, std::string where) : bytes_(bytes), where_(std::move(where)) {
    const Directory directory = locateDirectory();
    if (directory.offset > bytes_.size() || directory.size > bytes_.size() - directory.offset) fail("has its directory outside the file");
    std::size_t offset = directory.offset;
    const std::size_t end = directory.offset + directory.size;
    for (std::uint64_t i = 0; i < directory.count; ++i) offset = readEntry(offset, end);
}

std::optional<std::span<const std::byte>> ZipArchive::find(std::string_view name) const {
    const auto entry = entries_.find(name);
    if (entry == entries_.end()) return std::nullopt;
    if (!entry->second.plain) fail("holds a compressed or encrypted entry where PyTorch writes a plain one");
    return entry->second.bytes;
}

// The last thing in the file but for a comment of at most 65535 bytes, whose length it ends with.
std::size_t ZipArchive::endRecord() const {
    constexpr std::size_t longestComment = 65535;
    for (std::size_t comment = 0; comment <= longestComment && endBytes + comment <= bytes_.size(); ++comment) {
        const std::size_t offset = bytes_.size() - endBytes - comment;
        if (number(offset, 4) == endSignature && number(offset + 20, 2) == comment) return offset;
    }
    fail("has no directory at its end: the download is incomplete");
}

ZipArchive::Directory ZipArchive::locateDirectory() const {
    const std::size_t end = endRecord();
    const Directory plain{number(end + 16, 4), number(end + 12, 4), number(end + 10, 2)};
    const bool large = plain.offset == 0xffffffff || plain.size == 0xffffffff || plain.count == 0xffff;
    if (!large || end < locator64Bytes || number(end - locator64Bytes, 4) != locator64Signature) return plain;
    const std::uint64_t end64 = number(end - locator64Bytes + 8, 8);
    if (end64 > bytes_.size() || bytes_.size() - end64 < end64Bytes || number(end64, 4) != end64Signature)
        fail("has its directory outside the file");
    return {number(end64 + 48, 8), number(end64 + 40, 8), number(end64 + 32, 8)};
}

std::size_t ZipArchive::readEntry(std::size_t offset, std::size_t end) {
    if (end - offset < entryBytes || number(offset, 4) != entrySignature) fail("has a directory with fewer entries than it claims");
    const std::uint64_t flags = number(offset + 8, 2), method = number(offset + 10, 2);
    std::uint64_t packed = number(offset + 20, 4), size = number(offset + 24, 4), local = number(offset + 42, 4);
    const std::size_t nameBytes = number(offset + 28, 2), extraBytes = number(offset + 30, 2), commentBytes = number(offset + 32, 2);
    if (end - offset - entryBytes < nameBytes + extraBytes + commentBytes) fail("has an entry that ends past its directory");
    const std::string_view name(reinterpret_cast<const char*>(bytes_.data()) + offset + entryBytes, nameBytes);
    // Extra fields: id, length, content. Field 1 holds, in this order, those of the numbers that 32 bits are too few for.
    const std::size_t extraEnd = offset + entryBytes + nameBytes + extraBytes;
    for (std::size_t extra = offset + entryBytes + nameBytes; extra + 4 <= extraEnd;) {
        const std::uint64_t id = number(extra, 2), length = number(extra + 2, 2);
        std::size_t place = extra + 4;
        if (length > extraEnd - place) fail("has an entry that ends past its directory");
        extra = place + length;
        if (id != 1) continue;
        for (std::uint64_t* value : {&size, &packed, &local})
            if (*value == 0xffffffff && extra - place >= 8) {
                *value = number(place, 8);
                place += 8;
            }
    }
    const bool plain = method == 0 && packed == size && (flags & 1) == 0;
    if (!entries_.emplace(name, Entry{contents(local, packed, name), plain}).second) fail("names an entry twice");
    return extraEnd + commentBytes;
}

std::span<const std::byte> ZipArchive::contents(std::uint64_t localHeader, std::uint64_t size, std::string_view name) const {
    if (localHeader > bytes_.size() || bytes_.size() - localHeader < localBytes || number(localHeader, 4) != localSignature)
        fail("has an entry outside the file");
    const std::uint64_t nameBytes = number(localHeader + 26, 2), extraBytes = number(localHeader + 28, 2);
    const std::uint64_t rest = bytes_.size() - localHeader - localBytes;
    if (nameBytes != name.size() || rest < nameBytes + extraBytes || size > rest - nameBytes - extraBytes)
        fail("has an entry that ends past the file");
    return bytes_.subspan(localHeader + localBytes + nameBytes + extraBytes, size);
}

std::uint64_t ZipArchive::number(std::uint64_t offset, std::size_t width) const {
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes_[offset + i]);
    return value;
}

void ZipArchive::fail(const std::string& complaint) const {
    throw Error(where_ + " is a zip archive that " + complaint + "; fetch it again");
}

}  // namespace strato
