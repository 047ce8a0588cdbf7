// Reading the files of a tokeniser: tokenizer.json, or vocab.json with merges.txt.
#include <algorithm>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/text/bpe_model.h"
#include "core/text/pipeline.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t fileLimit = std::size_t{256} << 20;

bool speaksBytes(const JsonView& preTokenizer) {
    if (preTokenizer.string("type", "") == "ByteLevel") return true;
    if (!preTokenizer.has("pretokenizers")) return false;
    for (const JsonView& step : preTokenizer.elements("pretokenizers"))
        if (speaksBytes(step)) return true;
    return false;
}

MergeList readMerges(const fs::path& path) {
    MergeList merges;
    const std::string text = readTextFile(path, fileLimit);
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

}  // namespace

Tokenizer::Pipeline readTokenizerJson(const fs::path& folder, const std::optional<JsonView>& config) {
    const JsonView file = parseJsonFile(folder / "tokenizer.json", fileLimit);
    Tokenizer::Pipeline pipeline(readTokenModel(file.at("model")));
    if (const auto node = file.find("normalizer")) pipeline.normalizer = readNormalizer(*node);
    if (const auto node = file.find("pre_tokenizer")) {
        pipeline.preTokenizer = readConfiguredPreTokenizer(*node, config);
        pipeline.bytes = speaksBytes(*node);
    }
    if (const auto node = file.find("post_processor")) pipeline.frame = readPostProcessor(*node);
    if (const auto node = file.find("decoder")) pipeline.decoder = readTokenDecoder(*node);
    if (file.has("added_tokens"))
        for (const JsonView& token : file.elements("added_tokens")) pipeline.added.add(AddedToken::read(token), pipeline.model->vocabulary());
    return pipeline;
}

Tokenizer::Pipeline readVocabularyAndMerges(const fs::path& folder, const std::optional<JsonView>& config) {
    Tokenizer::Pipeline pipeline(std::make_unique<BpeModel>(Vocabulary::read(parseJsonFile(folder / "vocab.json", fileLimit)),
                                                            readMerges(folder / "merges.txt"), BpeOptions{}));
    pipeline.preTokenizer = byteLevel(config && config->boolean("add_prefix_space", false), true);
    pipeline.decoder = byteLevelDecoder();
    pipeline.bytes = pipeline.bare = true;
    const bool namesItsEnd = config && config->has("eos_token");
    if (!namesItsEnd && pipeline.find("<|endoftext|>") >= 0)
        pipeline.added.add({.content = "<|endoftext|>", .normalized = false, .special = true}, pipeline.model->vocabulary());
    return pipeline;
}

}  // namespace strato
