#include "core/edit/export_model.h"

#include <array>

#include <ATen/ATen.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/edit/config_rewrite.h"
#include "core/edit/custom_code.h"
#include "core/edit/edited_layout.h"
#include "core/edit/weight_files.h"
#include "core/model/families/family.h"

namespace strato {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

// Lists the tensors of the new folder: copies, and what a merge changed.
class TensorList {
public:
    explicit TensorList(const Decoder& decoder) : decoder_(decoder) {}

    void copy(const std::string& oldName, const std::string& newName) {
        const StoredTensor* source = decoder_.checkpoint().find(oldName);
        if (source) tensors.push_back({newName, source->type, source->shape, source->bytes, source});
    }

    // Tensors of a layer take the names of the block it becomes, which may have more of them. The position in the one list of tensors pairs old name
    // and new.
    void takeLayer(const Step& step, const Block& edited) {
        const Block& block = decoder_.description().blocks[static_cast<std::size_t>(step.span.first.value)];
        const auto from = tensorsOf(block, step.parts), to = tensorsOf(edited, step.parts);
        for (std::size_t t = 0; t < from.size(); ++t) {
            const auto folded = step.folded ? step.folded->find(from[t].name) : TensorReplacements::const_iterator{};
            if (step.folded && folded != step.folded->end()) write(folded->second, from[t].name, to[t].name);
            else copy(from[t].name, to[t].name);
        }
    }

    std::vector<WrittenTensor> tensors;

private:
    // A folded tensor has the stored type and layout of the one it stands for.
    void write(const at::Tensor& folded, const std::string& oldName, const std::string& newName) {
        const StoredTensor& original = *decoder_.checkpoint().find(oldName);
        if (!folded.is_contiguous() || folded.nbytes() != original.bytes.size())
            throw Error("the folded tensor '" + oldName + "' is not stored as the original is");
        tensors.push_back({newName, original.type, original.shape, {static_cast<const std::byte*>(folded.data_ptr()), folded.nbytes()}});
    }

    const Decoder& decoder_;
};

std::vector<WrittenTensor> tensorsToWrite(const Decoder& decoder, const EditedLayout& layout, const ModelDescription& edited) {
    const ModelDescription& model = decoder.description();
    TensorList list(decoder);
    const auto keep = [&](const TensorSpec& spec, at::Tensor&) { list.copy(spec.name, spec.name); };
    EmbeddingWeights embedding;
    forEachTensor(model, embedding, keep);
    for (std::size_t l = 0; l < layout.layers.size(); ++l) list.takeLayer(layout.layers[l], edited.blocks[l]);
    HeadWeights head;
    forEachTensor(model, head, keep);
    return std::move(list.tensors);
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

void writeText(const fs::path& path, const std::string& text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

bool anyFolded(const std::vector<Step>& layers) {
    for (const Step& layer : layers)
        if (layer.folded) return true;
    return false;
}

}  // namespace

ExportedFolder writeEditedModel(const Decoder& decoder, const std::vector<Step>& steps, const fs::path& folder, const JobContext& job) {
    const EditedLayout layout = layoutOf(decoder.description(), steps);
    ExportedFolder written{.kept = layout.kept(), .customCode = !layout.isStock(), .folded = anyFolded(layout.layers), .warnings = {}};
    if (written.kept.empty()) throw Error("no block is left of the model; keep at least one");
    ordered_json config = configWithout(readConfig(decoder.folder()), decoder.description(), written.kept, written.warnings);
    if (const std::string reason = whyConfigCannotHold(config, decoder.description(), written.kept); !reason.empty()) throw Error(reason);
    const ModelDescription edited = describeModel(parseJson(config.dump(), "config.json"));
    const auto tensors = tensorsToWrite(decoder, layout, edited);
    std::vector<WeightsFile> files = inShards(tensors, layout.maps.empty() ? 0 : 1);
    if (!layout.maps.empty()) files.push_back(mapsFile(layout));
    if (written.customCode) {
        config = customConfig(config, edited, layout);
        writeText(folder / modelingFileName, modelingCode(config["stratoscope"]["family"].get<std::string>()));
    }
    writeText(folder / "config.json", config.dump(2) + "\n");
    written.weightBytes = writeWeights(files, folder, job);
    copyCompanions(decoder.folder(), folder);
    return written;
}

}  // namespace strato
