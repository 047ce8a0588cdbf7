#include "core/model/pytorch_file.h"

#include <cstring>
#include <memory>

#include "core/base/error.h"
#include "core/model/state_dict_globals.h"
#include "core/model/zip_archive.h"

namespace strato {

namespace {

// Past any file; a sum of 9 such numbers fits in 64 bits.
constexpr std::int64_t farAway = std::int64_t{1} << 56;

// True if the elements lie in row-major order without gaps. Strides of dimensions of size 1 say nothing.
bool isContiguous(const TensorView& view) {
    std::int64_t expected = 1;
    for (std::size_t d = view.shape.size(); d-- > 0;) {
        if (view.shape[d] != 1 && view.strides[d] != expected) return false;
        expected *= view.shape[d];
    }
    return true;
}

// The place of a view's last element, or farAway if it is no place.
std::int64_t lastElement(const TensorView& view) {
    if (view.offset < 0 || view.offset >= farAway) return farAway;
    std::int64_t last = view.offset;
    for (std::size_t d = 0; d < view.shape.size(); ++d) {
        const std::int64_t steps = view.shape[d] - 1, stride = view.strides[d];
        if (steps == 0) continue;
        if (stride < 0 || stride >= farAway / steps) return farAway;
        last += steps * stride;
    }
    return last;
}

}  // namespace

PytorchFile::PytorchFile(const std::filesystem::path& path) : WeightFile(path) { read(); }

PytorchFile::PytorchFile(std::span<const std::byte> bytes, std::string name) : WeightFile(bytes, std::move(name)) { read(); }

void PytorchFile::read() {
    if (startsWith("PK\x03\x04")) readArchive();
    else if (startsWith("ustar", 257)) fail("is a tar archive, PyTorch's earliest form, which is not read");
    else if (startsWith("\x80")) readLegacy();
    else fail("begins neither as an archive nor as a pickle, so it is not PyTorch's");
}

// <root>/data.pkl describes the tensors, <root>/data/<key> are their storages.
void PytorchFile::readArchive() {
    const ZipArchive archive(bytes(), name());
    constexpr std::string_view pickleName = "/data.pkl";
    constexpr std::size_t longestName = 1024;
    std::vector<std::string_view> pickles;
    for (const auto& [entry, unused] : archive.entries())
        if (entry.ends_with(pickleName) && entry.size() <= longestName) pickles.push_back(entry);
    if (pickles.size() != 1)
        fail("is a zip archive with " + std::to_string(pickles.size()) + " entries data.pkl instead of one, so not PyTorch's");
    const std::string root(pickles.front().substr(0, pickles.front().size() - pickleName.size()));
    const auto pickle = archive.find(pickles.front());
    if (archive.find(root + "/constants.pkl")) fail("is a TorchScript program, not a state_dict");
    if (const auto order = archive.find(root + "/byteorder"); order && (order->size() != 6 || std::memcmp(order->data(), "little", 6) != 0))
        fail("was written on a big-endian machine");
    setHeader(*pickle);
    addTensors(PickleTree(*pickle, stateDictGlobalNames(), name()), [&](const StorageName& storage) {
        const auto found = archive.find(root + "/data/" + std::string(storage.key));
        if (!found) fail("lacks a storage that its tensors name");
        return *found;
    });
}

// Five pickles: a magic number, the protocol's version, facts of the machine, the tensors, and the keys of the storages; these
// follow in that order, each as a count of elements, 8 bytes, and the elements.
void PytorchFile::readLegacy() {
    constexpr std::string_view magic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
    std::size_t position = 0;
    const auto next = [&] {
        auto tree = std::make_unique<PickleTree>(bytes().subspan(position), stateDictGlobalNames(), name());
        position += tree->length();
        return tree;
    };
    const auto number = next();
    const PickleValue value = number->root();
    if (!value.is(PickleKind::longInteger) || value.text() != magic) fail("is a pickle, but not one of torch.save");
    next();
    const auto machine = next();
    for (const auto& [key, fact] : machine->root().entries())
        if (key.is(PickleKind::text) && key.text() == "little_endian" && fact.is(PickleKind::boolean) && fact.integer() == 0)
            fail("was written on a big-endian machine");
    const auto tensors = next(), keys = next();
    setHeader(bytes().first(position));

    const auto storages = legacyStorages(*tensors, *keys, position);
    addTensors(*tensors, [&](const StorageName& storage) {
        const auto found = storages.find(storage.key);
        if (found == storages.end()) fail("lacks a storage that its tensors name");
        return found->second;
    });
}

// What lies from `position` on, by the keys that name it. How wide an element is, the tensors tell.
PytorchFile::Storages PytorchFile::legacyStorages(const PickleTree& tensors, const PickleTree& keys, std::size_t position) const {
    std::map<std::string_view, StoredType> types;
    for (const StorageName& storage : storagesOf(tensors, name())) types.emplace(storage.key, storage.type);
    Storages storages;
    for (const auto& [unused, key] : keys.root().entries()) {
        const auto type = key.is(PickleKind::text) ? types.find(key.text()) : types.end();
        if (type == types.end()) fail("has a storage that no tensor names");
        if (bytes().size() - position < 8) fail("ends before its storages: the download is incomplete");
        std::uint64_t count = 0;
        std::memcpy(&count, bytes().data() + position, 8);
        position += 8;
        const std::size_t unit = storedBytes(type->second);
        if (count > (bytes().size() - position) / unit) fail("ends within a storage: the download is incomplete");
        storages[type->first] = bytes().subspan(position, count * unit);
        position += count * unit;
    }
    return storages;
}

void PytorchFile::addTensors(const PickleTree& tree, const FindStorage& find) {
    visitStateDict(tree, name(), [&](const TensorView& view) { addTensor(view, find(view.storage)); });
}

void PytorchFile::addTensor(const TensorView& view, std::span<const std::byte> storage) {
    const std::string where = name() + ": tensor '" + view.name + "'";
    const std::size_t unit = storedBytes(view.type), size = bytesOfShape(view.shape, view.type, where);
    if (view.strides.size() != view.shape.size()) throw Error(where + " has more sizes than strides or fewer; the file is damaged");
    const std::int64_t claimed = view.storage.elements;
    if (claimed < 0 || static_cast<std::uint64_t>(claimed) > storage.size() / storedBytes(view.storage.type))
        throw Error(where + " has a storage of " + std::to_string(storage.size()) + " bytes where " + std::to_string(claimed) +
                    " elements are needed: the download is incomplete; fetch it again");
    if (size == 0) return add(view.name, view.type, view.shape, {});
    if (static_cast<std::uint64_t>(lastElement(view)) >= storage.size() / unit)
        throw Error(where + " ends past its storage of " + std::to_string(storage.size()) + " bytes; the file is damaged, fetch it again");
    if (isContiguous(view)) return add(view.name, view.type, view.shape, storage.subspan(static_cast<std::size_t>(view.offset) * unit, size));
    addGathered(view, storage, size);
}

// A view with steps, such as a transposed matrix, written out in row-major order.
void PytorchFile::addGathered(const TensorView& view, std::span<const std::byte> storage, std::size_t size) {
    // Views may repeat elements and each other, as tied weights do; a file that unfolds to many times itself was made to fill the memory.
    constexpr std::size_t mostTimes = 4;
    gathered_ += size;
    if (size > storage.size() || gathered_ / mostTimes > bytes().size())
        throw Error(name() + ": tensor '" + view.name + "' repeats elements of its storage; save it again with .contiguous()");
    std::vector<std::byte> copy(size);
    const std::size_t unit = storedBytes(view.type), dimensions = view.shape.size();
    std::vector<std::int64_t> index(dimensions, 0);
    std::int64_t place = view.offset;
    for (std::size_t done = 0; done < size; done += unit) {
        std::memcpy(copy.data() + done, storage.data() + static_cast<std::size_t>(place) * unit, unit);
        for (std::size_t d = dimensions; d-- > 0;) {
            if (++index[d] < view.shape[d]) {
                place += view.strides[d];
                break;
            }
            place -= view.strides[d] * (index[d] - 1);
            index[d] = 0;
        }
    }
    addCopy(view.name, view.type, view.shape, std::move(copy));
}

bool PytorchFile::startsWith(std::string_view text, std::size_t offset) const {
    return bytes().size() >= offset + text.size() && std::memcmp(bytes().data() + offset, text.data(), text.size()) == 0;
}

void PytorchFile::fail(const std::string& complaint) const {
    throw Error(name() + " " + complaint + "; fetch it again or save it with PyTorch");
}

}  // namespace strato
