#include "core/model/checkpoint.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/base/sha256.h"
#include "core/model/pytorch_file.h"
#include "core/model/quantisation.h"
#include "core/model/safetensors.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

// A shard is a plain file name in the folder itself. (It may be a link: the hub's cache folders consist of links.)
fs::path shardPath(const fs::path& folder, const JsonView& node) {
    const std::string name = node.asString();
    const fs::path path(name);
    if (name.empty() || path.filename() != path || name == "." || name == "..")
        node.fail("names '" + name + "', which is not a file of the model's folder; the index is damaged or hostile");
    return folder / path;
}

std::vector<fs::path> shardsOf(const fs::path& folder, const char* index, std::map<std::string, std::string>& shardOf) {
    std::set<fs::path> files;
    const JsonView map = parseJsonFile(folder / index).at("weight_map");
    if (!map.isObject()) map.fail("must be an object");
    for (const auto& [tensor, unused] : map.raw().items()) {
        const fs::path file = shardPath(folder, map.at(tensor));
        files.insert(file);
        shardOf[tensor] = file.filename().string();
    }
    if (files.empty()) map.fail("names no tensor");
    return {files.begin(), files.end()};
}

// Weights in forms that are not read, so that a complaint can say what is there instead.
std::string foreignWeights(const fs::path& folder) {
    constexpr std::array<std::string_view, 9> endings{".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".gguf", ".h5", ".msgpack", ".onnx"};
    std::set<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); })) names.insert(name);
    }
    if (names.empty()) return {};
    return *names.begin() + (names.size() > 1 ? " and " + std::to_string(names.size() - 1) + " more" : "");
}

// In the order that the transformers library looks for them.
std::vector<fs::path> weightFiles(const fs::path& folder, std::map<std::string, std::string>& shardOf) {
    if (fs::exists(folder / "model.safetensors")) return {folder / "model.safetensors"};
    if (fs::exists(folder / "model.safetensors.index.json")) return shardsOf(folder, "model.safetensors.index.json", shardOf);
    if (fs::exists(folder / "pytorch_model.bin")) return {folder / "pytorch_model.bin"};
    if (fs::exists(folder / "pytorch_model.bin.index.json")) return shardsOf(folder, "pytorch_model.bin.index.json", shardOf);
    const std::string foreign = foreignWeights(folder);
    throw Error("'" + folder.string() + "' holds neither model.safetensors nor pytorch_model.bin nor an index of their shards" +
                (foreign.empty() ? "; it is no model folder or incomplete" : " but " + foreign + ", which is not read; save it with save_pretrained"));
}

std::unique_ptr<WeightFile> openWeights(const fs::path& path) {
    if (path.extension() == ".safetensors") return std::make_unique<SafetensorsFile>(path);
    return std::make_unique<PytorchFile>(path);
}

std::string renamed(const std::string& name, const TensorNaming& naming) {
    for (const auto& [beginning, full] : naming.renames)
        if (name.starts_with(beginning)) return full + name.substr(beginning.size());
    return name;
}

// Names in files to full names.
std::map<std::string, StoredTensor> fullyNamed(std::map<std::string, StoredTensor> stored, const TensorNaming& naming) {
    std::map<std::string, StoredTensor> tensors;
    for (auto& [name, tensor] : stored)
        if (!tensors.emplace(renamed(name, naming), std::move(tensor)).second)
            throw Error("tensor '" + renamed(name, naming) + "' is stored under two names; the folder is damaged");
    const auto isOutside = [&](const std::string& name) {
        return std::find(naming.outside.begin(), naming.outside.end(), name) != naming.outside.end();
    };
    const auto isPrefixed = [&](const auto& entry) { return entry.first.starts_with(naming.prefix + "."); };
    if (std::any_of(tensors.begin(), tensors.end(), isPrefixed)) return tensors;
    std::map<std::string, StoredTensor> prefixed;
    for (auto& [name, tensor] : tensors) prefixed.emplace(isOutside(name) ? name : naming.prefix + "." + name, std::move(tensor));
    return prefixed;
}

}  // namespace

Checkpoint Checkpoint::open(const fs::path& folder, const TensorNaming& naming) {
    Checkpoint checkpoint;
    checkpoint.folder_ = folder;
    std::map<std::string, std::string> shardOf;
    std::map<std::string, StoredTensor> found;
    for (const fs::path& path : weightFiles(folder, shardOf)) {
        if (!fs::exists(path)) throw Error("'" + path.string() + "' is missing: the download is incomplete; fetch it again");
        auto file = openWeights(path);
        for (const auto& [name, tensor] : file->tensors())
            if (!found.emplace(name, tensor).second)
                throw Error("tensor '" + name + "' lies in two shards; the folder is damaged");
        checkpoint.files_.emplace_back(path.filename().string(), std::move(file));
    }
    for (const auto& [name, shard] : shardOf)
        if (!found.contains(name)) throw Error("shard '" + shard + "' lacks the tensor '" + name + "' that the index promises; fetch it again");
    checkpoint.tensors_ = fullyNamed(std::move(found), naming);
    return checkpoint;
}

const StoredTensor* Checkpoint::find(const std::string& name) const {
    const auto entry = tensors_.find(name);
    return entry == tensors_.end() ? nullptr : &entry->second;
}

std::string Checkpoint::quantisation() const { return quantisationOf(folder_, tensors_); }

std::string Checkpoint::fingerprint(const std::string& config) const {
    Sha256 hash;
    hash.add(config);
    for (const auto& [name, file] : files_) {
        hash.add(name + ":" + std::to_string(file->fileSize()) + ":");
        hash.add(file->header());
    }
    // Twins of one shape differ in every tensor that was trained apart; to read all of the weights would take minutes.
    constexpr std::size_t sample = 512;
    for (const auto& [name, tensor] : tensors_) hash.add(tensor.bytes.subspan(tensor.bytes.size() / 2).first(std::min(sample, tensor.bytes.size() - tensor.bytes.size() / 2)));
    return hash.hex();
}

}  // namespace strato
