#include "core/edit/export_model.h"

#include <algorithm>
#include <array>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/base/sizes.h"
#include "core/edit/config_rewrite.h"
#include "core/model/families/family.h"
#include "core/model/safetensors.h"

namespace strato {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr std::int64_t shardLimit = 5'000'000'000;

ordered_json readConfig(const fs::path& model) {
    const std::string text = readTextFile(model / "config.json", std::size_t{16} << 20);
    return ordered_json::parse(text, nullptr, false);
}

std::vector<BlockIndex> keptBlocks(const Plan& plan, int layers) {
    std::vector<BlockIndex> kept;
    for (int l = 0; l < layers; ++l)
        if (!plan.wholeEdit({l})) kept.push_back({l});
    return kept;
}

// A tensor of the new folder and where its bytes lie now.
struct Copy {
    std::string name;
    const StoredTensor* source = nullptr;
};

// Tensors of kept blocks take the names of the block they become in the edited model; the rest keep theirs. The position in the one
// list of tensors pairs old name and new.
std::vector<Copy> copiesOf(const Decoder& decoder, const std::vector<BlockIndex>& kept, const ModelDescription& edited) {
    const ModelDescription& model = decoder.description();
    std::vector<Copy> copies;
    const auto take = [&](const std::string& oldName, const std::string& newName) {
        if (const StoredTensor* source = decoder.checkpoint().find(oldName)) copies.push_back({newName, source});
    };
    EmbeddingWeights embedding;
    forEachTensor(model, embedding, [&](const TensorSpec& spec, at::Tensor&) { take(spec.name, spec.name); });
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const auto from = tensorsOf(model.blocks[static_cast<std::size_t>(kept[i].value)]), to = tensorsOf(edited.blocks[i]);
        for (std::size_t t = 0; t < from.size(); ++t) take(from[t].name, to[t].name);
    }
    HeadWeights head;
    forEachTensor(model, head, [&](const TensorSpec& spec, at::Tensor&) { take(spec.name, spec.name); });
    return copies;
}

void writeShard(const fs::path& path, const std::vector<Copy>& copies, const JobContext& job) {
    std::vector<TensorHeader> headers;
    for (const Copy& copy : copies) headers.push_back({copy.name, copy.source->type, copy.source->shape});
    SafetensorsWriter writer(path, headers);
    for (std::size_t i = 0; i < copies.size(); ++i) {
        job.throwIfStopped();
        job.report("writing " + path.filename().string(), static_cast<std::int64_t>(i), static_cast<std::int64_t>(copies.size()));
        writer.write(copies[i].name, copies[i].source->bytes);
        copies[i].source->release();
    }
    writer.commit();
}

std::vector<std::vector<Copy>> splitIntoShards(const std::vector<Copy>& copies) {
    std::vector<std::vector<Copy>> shards(1);
    std::int64_t bytes = 0;
    for (const Copy& copy : copies) {
        const auto size = static_cast<std::int64_t>(copy.source->bytes.size());
        if (bytes + size > shardLimit && !shards.back().empty()) {
            shards.emplace_back();
            bytes = 0;
        }
        shards.back().push_back(copy);
        bytes += size;
    }
    return shards;
}

std::string shardName(std::size_t number, std::size_t count) {
    if (count == 1) return "model.safetensors";
    const auto five = [](std::size_t value) {
        const std::string digits = std::to_string(value);
        return std::string(5 - std::min<std::size_t>(digits.size(), 5), '0') + digits;
    };
    return "model-" + five(number + 1) + "-of-" + five(count) + ".safetensors";
}

void writeText(const fs::path& path, const std::string& text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

std::int64_t writeWeights(const std::vector<Copy>& copies, const fs::path& folder, const JobContext& job) {
    const auto shards = splitIntoShards(copies);
    ordered_json index;
    std::int64_t total = 0;
    for (std::size_t s = 0; s < shards.size(); ++s) {
        const std::string name = shardName(s, shards.size());
        writeShard(folder / name, shards[s], job);
        for (const Copy& copy : shards[s]) {
            index["weight_map"][copy.name] = name;
            total += static_cast<std::int64_t>(copy.source->bytes.size());
        }
    }
    index["metadata"]["total_size"] = total;
    if (shards.size() > 1) writeText(folder / "model.safetensors.index.json", index.dump(2) + "\n");
    return total;
}

void checkFreeSpace(const std::vector<Copy>& copies, const fs::path& folder) {
    std::int64_t needed = 0;
    for (const Copy& copy : copies) needed += static_cast<std::int64_t>(copy.source->bytes.size());
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (!error && static_cast<std::int64_t>(space.available) < needed)
        throw Error("the disk of '" + folder.parent_path().string() + "' has " + formatSize(static_cast<std::int64_t>(space.available)) +
                    " free and the model needs " + formatSize(needed) + "; free some space or export elsewhere");
}

// A link may lead out of the folder only to the blobs of the hub's cache beside it: what is copied may be published.
bool belongsTo(const fs::path& folder, const fs::path& file) {
    std::error_code error;
    const fs::path home = fs::canonical(folder, error), target = fs::canonical(file, error).parent_path();
    return !error && (target == home || target == home.parent_path().parent_path() / "blobs");
}

// What a folder has beside weights that a loader or a reader of the model needs.
void copyCompanions(const fs::path& from, const fs::path& to) {
    constexpr std::array<const char*, 11> names{"tokenizer.json",          "tokenizer_config.json",  "special_tokens_map.json", "added_tokens.json",
                                                "vocab.json",              "merges.txt",             "tokenizer.model",         "sentencepiece.bpe.model",
                                                "spiece.model",            "generation_config.json", "chat_template.jinja"};
    for (const char* name : names)
        if (fs::is_regular_file(from / name) && belongsTo(from, from / name)) {
            std::error_code error;
            fs::copy_file(from / name, to / name, error);
            // A copy of a read-only model is the user's own.
            if (!error) fs::permissions(to / name, fs::perms::owner_write, fs::perm_options::add, error);
            if (error) throw Error("'" + (to / name).string() + "' can't be written: " + error.message());
        }
}

}  // namespace

std::string whyNotStock(const fs::path& model, const ModelDescription& description, const Plan& plan) {
    plan.check(description.layers());
    for (const Edit& edit : plan.edits()) {
        const std::string name = "'" + edit.where() + "=" + edit.actionText() + "'";
        if (edit.part != BlockPart::whole)
            return name + ": a stock checkpoint can't leave out half a block; drop the whole block or keep it";
        if (edit.action == ActionKind::linear)
            return name + ": a linear map of the residual stream has no place in a stock " + description.family + " checkpoint; use drop to export";
        if (edit.action != ActionKind::drop) return name + " can't be exported by this version; use drop";
    }
    const ordered_json config = readConfig(model);
    if (config.contains("auto_map")) return "the folder's config.json asks for custom code (auto_map), which would not fit the edited model";
    if (description.partOfLarger) return "the folder's config.json describes more than this decoder (" + description.family + "); an edited decoder alone would not fit it";
    std::vector<std::string> unused;
    const auto kept = keptBlocks(plan, description.layers());
    return whyConfigCannotHold(configWithout(config, description, kept, unused), description, kept);
}

ExportedFolder writeEditedModel(const Decoder& decoder, const Plan& plan, const fs::path& folder, const JobContext& job) {
    if (const std::string reason = whyNotStock(decoder.folder(), decoder.description(), plan); !reason.empty()) throw Error(reason);
    ExportedFolder written;
    written.kept = keptBlocks(plan, decoder.layers());
    const ordered_json config = configWithout(readConfig(decoder.folder()), decoder.description(), written.kept, written.warnings);
    const auto copies = copiesOf(decoder, written.kept, describeModel(parseJson(config.dump(), "config.json")));
    checkFreeSpace(copies, folder);
    writeText(folder / "config.json", config.dump(2) + "\n");
    written.weightBytes = writeWeights(copies, folder, job);
    copyCompanions(decoder.folder(), folder);
    return written;
}

std::string cutInOtherTools(const Plan& plan, int layers) {
    const auto kept = keptBlocks(plan, layers);
    std::string dropped, slices, llama;
    for (int l = 0; l < layers; ++l) {
        if (!plan.wholeEdit({l})) continue;
        int last = l;
        while (last + 1 < layers && plan.wholeEdit({last + 1})) ++last;
        dropped += (dropped.empty() ? "" : ", ") + (l == last ? std::to_string(l) : std::to_string(l) + ".." + std::to_string(last));
        for (; l <= last; ++l) llama += (llama.empty() ? "" : ",") + std::to_string(l);
        --l;
    }
    if (dropped.empty()) return "no block dropped";
    for (std::size_t i = 0; i < kept.size();) {
        std::size_t end = i;
        while (end + 1 < kept.size() && kept[end + 1].value == kept[end].value + 1) ++end;
        slices += (slices.empty() ? "" : " + ") + ("[" + std::to_string(kept[i].value) + ", " + std::to_string(kept[end].value + 1) + "]");
        i = end + 1;
    }
    return "dropped blocks " + dropped + " (0-based, inclusive)\nmergekit layer_range " + slices +
           " (end exclusive)\nllama.cpp --prune-layers " + llama;
}

}  // namespace strato
