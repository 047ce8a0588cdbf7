#include "core/model/inspect.h"

#include <algorithm>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/model/decoder.h"
#include "core/model/families/family.h"
#include "core/text/tokenizer.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

// What a stock checkpoint of this family can hold (export.md, sections 1 and 3). Dropping blocks always, as long as config.json speaks of
// this decoder alone. A map merged into the block before needs an MLP that adds straight into the residual stream. A linear map of the
// stream itself has no place in any family.
std::vector<std::string> exportsOf(const ModelDescription& model) {
    if (model.partOfLarger) return {};
    return mlpAddsStraight(model) ? std::vector<std::string>{"drop", "merge"} : std::vector<std::string>{"drop"};
}

void describeInto(const ModelDescription& model, ModelSummary& summary) {
    summary.layers = model.layers();
    summary.hiddenSize = model.hidden;
    summary.attentionHeads = model.blocks.front().attention.heads;
    summary.keyValueHeads = model.blocks.front().attention.keyValueHeads;
    summary.vocabularySize = model.vocabulary;
    summary.contextLength = model.context;
    summary.exports = exportsOf(model);
}

void reviewInto(const ModelDescription& model, const std::string& config, ModelSummary& summary) {
    const Checkpoint checkpoint = Checkpoint::open(summary.folder, namingOf(model));
    const CheckpointReview review = reviewCheckpoint(model, checkpoint);
    summary.parameters = review.parameters;
    summary.bytes = review.bytes;
    summary.largestBlockBytes = review.largestBlockBytes;
    summary.dtype = review.dtype;
    summary.warnings = review.warnings;
    summary.fingerprint = checkpoint.fingerprint(config);
    if (review.problems.empty()) return;
    const std::size_t others = review.problems.size() - 1;
    throw Error(review.problems.front() + (others > 0 ? ", and " + std::to_string(others) + " more such problems" : ""));
}

void readTokenizerInto(ModelSummary& summary) {
    if (!Tokenizer::isIn(summary.folder)) {
        summary.warnings.push_back("the folder has no tokeniser; texts can't be read, ids can");
        return;
    }
    try {
        summary.tokenizer = Tokenizer::load(summary.folder).kind();
    } catch (const Error& error) {
        summary.warnings.push_back(std::string("its tokeniser can't be used: ") + error.what());
    }
}

}  // namespace

ModelSummary inspectModel(const fs::path& folder) {
    if (!fs::is_directory(folder)) throw Error("'" + folder.string() + "' is no folder; name a Hugging Face model folder");
    if (!fs::exists(folder / "config.json"))
        throw Error("'" + folder.string() + "' has no config.json; it is not a Hugging Face model folder");
    ModelSummary summary;
    summary.folder = folder;
    try {
        const std::string text = readTextFile(folder / "config.json", std::size_t{16} << 20);
        const JsonView config = parseJson(text, "config.json");
        summary.family = config.string("model_type", "");
        const ModelDescription model = describeModel(config);
        summary.architecture = model.architecture;
        describeInto(model, summary);
        reviewInto(model, text, summary);
        summary.supported = true;
    } catch (const Error& error) {
        summary.reason = error.what();
        summary.exports.clear();
    }
    readTokenizerInto(summary);
    return summary;
}

}  // namespace strato
