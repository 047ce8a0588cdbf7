// Reading the files of a tokeniser: tokenizer.json, or tokenizer.model, or vocab.json with merges.txt.
#include <algorithm>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/text/bpe_model.h"
#include "core/text/pipeline.h"
#include "core/text/word_pattern.h"

namespace strato {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t tokenizerFileLimit = std::size_t{256} << 20;

bool speaksBytes(const JsonView& node) {
    if (node.string("type", "") == "ByteLevel") return true;
    for (const char* member : {"pretokenizers", "normalizers"})
        if (node.has(member))
            for (const JsonView& step : node.elements(member))
                if (speaksBytes(step)) return true;
    return false;
}

std::vector<std::pair<std::string, std::string>> readMerges(const fs::path& path) {
    std::vector<std::pair<std::string, std::string>> merges;
    const std::string text = readTextFile(path, tokenizerFileLimit);
    int number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty() || line.starts_with("#version")) continue;
        const std::size_t blank = line.find(' ');
        if (blank == std::string::npos || line.find(' ', blank + 1) != std::string::npos)
            throw Error("merges.txt, line " + std::to_string(number) + ": a merge is two tokens with a blank between them; fetch the file again");
        merges.emplace_back(line.substr(0, blank), line.substr(blank + 1));
    }
    return merges;
}

// GPT-2's pipeline, or that of Qwen 2.
Tokenizer::Pipeline readVocabularyAndMerges(const fs::path& folder, const LoaderConfig& config) {
    Vocabulary vocabulary = Vocabulary::read(parseJsonFile(folder / "vocab.json", tokenizerFileLimit));
    const std::vector<Merge> merges = findMerges(vocabulary, readMerges(folder / "merges.txt"));
    Tokenizer::Pipeline pipeline(std::make_unique<BpeModel>(std::move(vocabulary), merges, BpeOptions{}));
    json components{{"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", config.json().boolean("add_prefix_space", false)}}},
                    {"decoder", {{"type", "ByteLevel"}}}};
    if (config.loader().normalizesWords) {
        const json split{{"type", "Split"}, {"pattern", {{"Regex", cl100kRegex("\\p{N}")}}}, {"behavior", "Isolated"}};
        components["pre_tokenizer"]["use_regex"] = false;
        components["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", {split, components["pre_tokenizer"]}}};
        components["normalizer"] = {{"type", "NFC"}};
    }
    readComponents(JsonView(std::make_shared<const json>(std::move(components)), "vocab.json"), config, pipeline);
    pipeline.bare = true;
    if (config.isSilent() && pipeline.find("<|endoftext|>") >= 0)
        pipeline.added.add({.content = "<|endoftext|>", .normalized = false, .special = true}, pipeline.model->vocabulary());
    return pipeline;
}

bool hasVocabularyAndMerges(const fs::path& folder) { return fs::exists(folder / "vocab.json") && fs::exists(folder / "merges.txt"); }

}  // namespace

fs::path modelFileIn(const fs::path& folder) {
    for (const char* name : {"tokenizer.model", "sentencepiece.bpe.model", "spiece.model", "original/tokenizer.model"})
        if (fs::exists(folder / name)) return folder / name;
    return {};
}

void readComponents(const JsonView& file, const LoaderConfig& config, Tokenizer::Pipeline& pipeline) {
    if (const auto node = file.find("normalizer")) {
        pipeline.normalizer = readNormalizer(*node);
        pipeline.bytes = speaksBytes(*node);
    }
    if (const auto node = file.find("pre_tokenizer")) {
        pipeline.preTokenizer = readConfiguredPreTokenizer(*node, config);
        pipeline.bytes = pipeline.bytes || speaksBytes(*node);
    }
    if (const auto node = file.find("post_processor")) pipeline.frame = readPostProcessor(*node);
    if (const auto node = file.find("decoder")) pipeline.decoder = readTokenDecoder(*node);
}

Tokenizer::Pipeline readTokenizerJson(const JsonView& file, const LoaderConfig& config) {
    Tokenizer::Pipeline pipeline(readTokenModel(file.at("model")));
    readComponents(file, config, pipeline);
    if (file.has("added_tokens"))
        for (const JsonView& token : file.elements("added_tokens")) pipeline.added.add(AddedToken::read(token), pipeline.model->vocabulary());
    return pipeline;
}

Tokenizer::Pipeline readPipeline(const fs::path& folder, const LoaderConfig& config) {
    const fs::path modelFile = modelFileIn(folder);
    // A Llama folder that speaks of add_prefix_space is converted anew by the library, whatever its tokenizer.json says.
    const bool anew = config.loader().ownPrefixSpace && config.json().has("add_prefix_space") && !modelFile.empty();
    if (fs::exists(folder / "tokenizer.json") && !anew) return readTokenizerJson(parseJsonFile(folder / "tokenizer.json", tokenizerFileLimit), config);
    if (!modelFile.empty()) return readModelFile(readTextFile(modelFile, tokenizerFileLimit), modelFile.filename().string(), config);
    if (hasVocabularyAndMerges(folder)) return readVocabularyAndMerges(folder, config);
    throw Error("'" + folder.string() + "' has no tokenizer.json, no tokenizer.model and no vocab.json with merges.txt; fetch the tokeniser's files too");
}

bool Tokenizer::isIn(const fs::path& folder) {
    return fs::exists(folder / "tokenizer.json") || !modelFileIn(folder).empty() || hasVocabularyAndMerges(folder);
}

}  // namespace strato
