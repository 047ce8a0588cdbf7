// Reading tokenizer.model: SentencePiece files, as convert_slow_tokenizer.py of transformers 4.57 converts them for the class that
// loads them, and tiktoken files.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/text/base64.h"
#include "core/text/byte_alphabet.h"
#include "core/text/implied_merges.h"
#include "core/text/pipeline.h"
#include "core/text/sentence_piece_file.h"
#include "core/text/word_pattern.h"

namespace strato {

using nlohmann::json;

namespace {

constexpr const char* mark = "\xE2\x96\x81";

json sequence(const char* member, const std::vector<json>& steps) { return {{"type", "Sequence"}, {member, steps}}; }
json replacement(const json& pattern, const char* content) { return {{"type", "Replace"}, {"pattern", pattern}, {"content", content}}; }
json metaspace(const char* scheme, bool split) {
    return {{"type", "Metaspace"}, {"replacement", mark}, {"prepend_scheme", scheme}, {"split", split}};
}

// How a class sees the pieces: its vocabulary in order of ids, and the parts around it as tokenizer.json would have them.
struct Conversion {
    ScoredTokens tokens = {};
    TokenId unknown = 0;
    bool byteFallback = true, tabIsAByte = false;
    std::vector<std::string> moreSpecials = {};
    json components = json::object();
};

json byteFallbackDecoder(bool stripsBlank) {
    std::vector<json> steps{replacement({{"String", mark}}, " "), {{"type", "ByteFallback"}}, {{"type", "Fuse"}}};
    if (stripsBlank) steps.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
    return sequence("decoders", steps);
}

ScoredTokens replaceFirst(const SentencePieceFile& file, const std::vector<std::string>& names) {
    ScoredTokens tokens = {};
    for (const std::string& name : names) tokens.emplace_back(name, 0.0);
    for (std::size_t i = 3; i < file.pieces.size(); ++i) tokens.emplace_back(file.pieces[i].text, file.pieces[i].score);
    return tokens;
}

Conversion convertLlama(const SentencePieceFile& file, const JsonView& config) {
    Conversion conversion;
    std::vector<std::string> first;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto listed = config.find("added_tokens_decoder");
        const auto own = listed && listed->isObject() ? listed->find(std::to_string(i)) : std::nullopt;
        first.push_back(own ? own->string("content") : file.pieces[i].text);
    }
    conversion.tokens = replaceFirst(file, first);
    const bool prefix = config.raw().contains("add_prefix_space") ? config.boolean("add_prefix_space", false) : true;
    if (config.boolean("legacy", true)) {
        std::vector<json> steps;
        if (prefix) steps.push_back({{"type", "Prepend"}, {"prepend", mark}});
        steps.push_back(replacement({{"String", " "}}, mark));
        conversion.components["normalizer"] = sequence("normalizers", steps);
    } else {
        conversion.components["pre_tokenizer"] = metaspace(prefix ? "first" : "never", false);
    }
    conversion.components["decoder"] = byteFallbackDecoder(prefix);
    return conversion;
}

Conversion convertGemma(const SentencePieceFile& file, const JsonView&) {
    Conversion conversion{.tokens = replaceFirst(file, {"<pad>", "<eos>", "<bos>"}), .unknown = 3, .moreSpecials = {"<start_of_turn>", "<end_of_turn>"}};
    const auto named = [&](const char* name) {
        return std::find_if(conversion.tokens.begin(), conversion.tokens.end(), [&](const auto& token) { return token.first == name; });
    };
    if (named("\t") == conversion.tokens.end())
        if (const auto byte = named("<0x09>"); byte != conversion.tokens.end()) {
            *byte = {"\t", 0.0};
            conversion.tabIsAByte = true;
        }
    conversion.components = {{"normalizer", replacement({{"String", " "}}, mark)},
                             {"pre_tokenizer", {{"type", "Split"}, {"pattern", {{"String", " "}}}, {"behavior", "MergedWithPrevious"}, {"invert", false}}},
                             {"decoder", byteFallbackDecoder(false)}};
    return conversion;
}

Conversion convertXglm(const SentencePieceFile& file, const JsonView&) {
    Conversion conversion{.unknown = 3, .byteFallback = false};
    conversion.tokens = replaceFirst(file, {"<s>", "<pad>", "</s>", "<unk>"});
    for (int i = 0; i < 7; ++i) conversion.tokens.emplace_back("<madeupword" + std::to_string(i) + ">", 0.0);
    conversion.components = {
        {"normalizer", sequence("normalizers", {{{"type", "Strip"}, {"strip_left", false}, {"strip_right", true}}, replacement({{"Regex", " {2,}"}}, mark)})},
        {"pre_tokenizer", metaspace("always", true)},
        {"decoder", {{"type", "Metaspace"}, {"replacement", mark}, {"prepend_scheme", "always"}}},
        {"post_processor", {{"type", "TemplateProcessing"},
                            {"single", {{{"SpecialToken", {{"id", "</s>"}}}}, {{"Sequence", {{"id", "A"}}}}}},
                            {"special_tokens", {{"</s>", {{"ids", {2}}}}}}}}};
    return conversion;
}

struct Converter {
    const char* className;
    Conversion (*convert)(const SentencePieceFile&, const JsonView&);
};
// A folder that names no class is taken for a Llama's.
constexpr std::array<Converter, 5> converters{{{"", convertLlama},
                                               {"LlamaTokenizer", convertLlama},
                                               {"CodeLlamaTokenizer", convertLlama},
                                               {"GemmaTokenizer", convertGemma},
                                               {"XGLMTokenizer", convertXglm}}};

std::unique_ptr<const TokenModel> makeModel(const SentencePieceFile& file, const Conversion& conversion, const std::string& where) {
    if (file.algorithm == SentencePieceFile::Algorithm::unigram)
        return std::make_unique<UnigramModel>(conversion.tokens, UnigramOptions{conversion.unknown, conversion.byteFallback});
    if (file.algorithm != SentencePieceFile::Algorithm::bpe) throw Error(where + " holds neither a BPE nor a unigram model, which this version doesn't read");
    Vocabulary parts, vocabulary;
    for (std::size_t i = 0; i < file.pieces.size(); ++i) parts.add(file.pieces[i].text, static_cast<std::int64_t>(i), where);
    if (conversion.tabIsAByte) parts.add("\t", parts.find("<0x09>"), where);
    for (std::size_t i = 0; i < conversion.tokens.size(); ++i) vocabulary.add(conversion.tokens[i].first, static_cast<std::int64_t>(i), where);
    const std::vector<Merge> merges = impliedMerges(conversion.tokens, TieBreak::lengths, parts, vocabulary);
    return std::make_unique<BpeModel>(std::move(vocabulary), merges,
                                      BpeOptions{.unknown = file.unknownPiece, .byteFallback = conversion.byteFallback, .fuseUnknown = true});
}

Tokenizer::Pipeline readSentencePieceModel(const std::string& bytes, const std::string& where, const LoaderConfig& config) {
    const SentencePieceFile file = readSentencePiece(bytes, where);
    const auto converter = std::find_if(converters.begin(), converters.end(), [&](const Converter& one) { return config.className() == one.className; });
    if (converter == converters.end())
        throw Error(where + " is to be loaded as " + config.className() + ", which this version can't do without a tokenizer.json; make one with the transformers library");
    const Conversion conversion = converter->convert(file, config.json());
    Tokenizer::Pipeline pipeline(makeModel(file, conversion, where));
    readComponents(JsonView(std::make_shared<const json>(conversion.components), where), config, pipeline);
    // Of the classes here only XGLM's keeps the file's own rules of normalisation.
    if (!file.charsmap.empty() && !conversion.byteFallback)
        pipeline.normalizer = [rules = charsmapNormalizer(file.charsmap, where), rest = pipeline.normalizer](std::string text) { return rest(rules(std::move(text))); };
    for (const SentencePiece& piece : file.pieces) {
        const bool special = piece.type == SentencePiece::Type::control ||
                             std::find(conversion.moreSpecials.begin(), conversion.moreSpecials.end(), piece.text) != conversion.moreSpecials.end();
        if (piece.type == SentencePiece::Type::control || piece.type == SentencePiece::Type::userDefined)
            pipeline.added.add({.content = piece.text, .normalized = false, .special = special}, pipeline.model->vocabulary());
    }
    pipeline.origin = "SentencePiece ";
    return pipeline;
}

// One line a token: its bytes in base64, and its rank, which is its id.
Tokenizer::Pipeline readTiktokenModel(const std::string& bytes, const std::string& where, const LoaderConfig& config) {
    constexpr std::size_t longestLine = 2048;
    ScoredTokens tokens = {};
    Vocabulary vocabulary;
    int number = 0;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
        std::string_view line = std::string_view(bytes).substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const std::string place = where + ", line " + std::to_string(number);
        const std::size_t blank = line.find(' ');
        std::int64_t rank = -1;
        if (blank != std::string_view::npos && line.size() <= longestLine) std::from_chars(line.data() + blank + 1, line.data() + line.size(), rank);
        if (rank < 0) throw Error(place + ": a line is a token in base64, a blank and its rank; fetch the file again");
        std::string token;
        appendByteAlphabet(token, decodeBase64(line.substr(0, blank), place));
        vocabulary.add(token, rank, place);
        tokens.emplace_back(std::move(token), -static_cast<double>(rank));
    }
    const std::vector<Merge> merges = impliedMerges(tokens, TieBreak::none, vocabulary, vocabulary);
    Tokenizer::Pipeline pipeline(std::make_unique<BpeModel>(std::move(vocabulary), merges, BpeOptions{.ignoreMerges = true}));
    const json split{{"type", "Split"}, {"pattern", {{"Regex", cl100kRegex("\\p{N}{1,3}")}}}, {"behavior", "Isolated"}};
    const json toBytes{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    const json components{{"pre_tokenizer", sequence("pretokenizers", {split, toBytes})}, {"decoder", {{"type", "ByteLevel"}}}};
    readComponents(JsonView(std::make_shared<const json>(components), where), config, pipeline);
    if (config.json().has("additional_special_tokens"))
        for (const JsonView& token : config.json().elements("additional_special_tokens"))
            if (token.raw().is_string()) pipeline.added.add({.content = token.asString(), .normalized = false, .special = true}, pipeline.model->vocabulary());
    pipeline.origin = "tiktoken ";
    return pipeline;
}

}  // namespace

Tokenizer::Pipeline readModelFile(const std::string& bytes, const std::string& where, const LoaderConfig& config) {
    // Every SentencePiece file begins with its first piece; no line of a tiktoken file begins with this byte.
    return bytes.starts_with('\n') ? readSentencePieceModel(bytes, where, config) : readTiktokenModel(bytes, where, config);
}

}  // namespace strato
