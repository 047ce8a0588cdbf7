#include "core/text/bpe_trainer.h"

#include <map>
#include <set>
#include <unordered_map>

#include "core/base/atomic_output.h"
#include "core/text/byte_alphabet.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/tokenizer.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

constexpr const char* endOfText = "<|endoftext|>";
constexpr int smallestVocabulary = 257;

struct Word {
    std::vector<TokenId> symbols;
    std::int64_t count = 0;
};

using Pair = std::pair<TokenId, TokenId>;

// Counts of neighbouring symbols over all words, kept current while words change.
class PairCounts {
public:
    void add(const Pair& pair, std::int64_t change, std::size_t word) {
        std::int64_t& count = counts_[pair];
        if (count > 0) byCount_.erase({-count, pair});
        count += change;
        if (count > 0) byCount_.insert({-count, pair});
        if (change > 0) words_[pair].insert(word);
    }

    // The most frequent pair and its count; among equals the one of lower ids.
    std::pair<Pair, std::int64_t> best() const {
        if (byCount_.empty()) return {{}, 0};
        return {byCount_.begin()->second, -byCount_.begin()->first};
    }

    std::set<std::size_t> takeWords(const Pair& pair) {
        std::set<std::size_t> words = std::move(words_[pair]);
        words_.erase(pair);
        return words;
    }

private:
    std::map<Pair, std::int64_t> counts_;
    std::set<std::pair<std::int64_t, Pair>> byCount_;
    std::map<Pair, std::set<std::size_t>> words_;   // that have or had the pair
};

void addPairs(PairCounts& counts, const Word& word, std::int64_t sign, std::size_t index) {
    for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i)
        counts.add({word.symbols[i], word.symbols[i + 1]}, sign * word.count, index);
}

// Words are cut where they are absurdly long: in text without blanks, as Base64, every merge would walk through all of it.
std::vector<std::string_view> cut(std::string_view word) {
    constexpr std::size_t longest = 512;
    std::vector<std::string_view> parts;
    while (word.size() > longest) {
        std::size_t end = longest;
        while ((static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80) --end;
        parts.push_back(word.substr(0, end));
        word.remove_prefix(end);
    }
    parts.push_back(word);
    return parts;
}

void mergeIn(Word& word, const Pair& pair, TokenId result) {
    std::vector<TokenId> merged;
    for (std::size_t i = 0; i < word.symbols.size(); ++i) {
        const bool here = i + 1 < word.symbols.size() && word.symbols[i] == pair.first && word.symbols[i + 1] == pair.second;
        merged.push_back(here ? result : word.symbols[i]);
        if (here) ++i;
    }
    word.symbols = std::move(merged);
}

std::vector<TokenId> symbolsOf(std::string_view word, const std::map<std::string, TokenId>& byteIds) {
    std::vector<TokenId> symbols;
    forEachCharacter(word, [&](char32_t, std::string_view character) { symbols.push_back(byteIds.at(std::string(character))); });
    return symbols;
}

// Different words with their counts, in the order they first occur; the end-of-text mark separates documents.
std::vector<Word> wordsOf(std::string_view text, const std::map<std::string, TokenId>& byteIds) {
    std::map<std::string, std::size_t> index;
    std::vector<Word> words;
    const PreTokenizer split = byteLevel(false, true);
    const std::string valid = replaceInvalid(text), mark = endOfText;
    for (std::size_t begin = 0; begin < valid.size();) {
        const std::size_t end = std::min(valid.find(mark, begin), valid.size());
        for (const Piece& piece : split({{valid.substr(begin, end - begin), true}}))
            for (const std::string_view word : cut(piece.text)) {
                const auto [entry, fresh] = index.try_emplace(std::string(word), words.size());
                if (fresh) words.push_back({symbolsOf(word, byteIds), 0});
                ++words[entry->second].count;
            }
        begin = end + mark.size();
    }
    return words;
}

nlohmann::ordered_json tokenizerJson(const std::vector<std::string>& tokens, const std::vector<Pair>& merges) {
    nlohmann::ordered_json vocabulary = nlohmann::ordered_json::object(), list = nlohmann::ordered_json::array();
    for (std::size_t id = 0; id < tokens.size(); ++id) vocabulary[tokens[id]] = id;
    for (const Pair& pair : merges) list.push_back(tokens[static_cast<std::size_t>(pair.first)] + " " + tokens[static_cast<std::size_t>(pair.second)]);
    const nlohmann::ordered_json byteLevelPart{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    nlohmann::ordered_json json;
    json["version"] = "1.0";
    json["truncation"] = nullptr;
    json["padding"] = nullptr;
    json["added_tokens"] = {{{"id", 0}, {"content", endOfText}, {"single_word", false}, {"lstrip", false}, {"rstrip", false}, {"normalized", false}, {"special", true}}};
    json["normalizer"] = nullptr;
    json["pre_tokenizer"] = byteLevelPart;
    json["post_processor"] = byteLevelPart;
    json["decoder"] = byteLevelPart;
    json["model"] = {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}, {"continuing_subword_prefix", nullptr},
                     {"end_of_word_suffix", nullptr}, {"fuse_unk", false}, {"byte_fallback", false}, {"ignore_merges", false},
                     {"vocab", std::move(vocabulary)}, {"merges", std::move(list)}};
    return json;
}

void writeJson(const std::filesystem::path& path, const nlohmann::ordered_json& json) {
    AtomicFile file(path);
    file.write(json.dump(1) + "\n");
    file.commit();
}

}  // namespace

int trainTokenizer(std::string_view text, int vocabularySize, const std::filesystem::path& folder, const JobContext& job) {
    if (vocabularySize < smallestVocabulary)
        throw UsageError("a vocabulary of " + std::to_string(vocabularySize) + " is too small; 256 bytes and the end-of-text token need 257");
    std::vector<std::string> tokens{endOfText};
    std::map<std::string, TokenId> byteIds;
    for (int byte = 0; byte < 256; ++byte) {
        byteIds[characterOfByte(static_cast<unsigned char>(byte))] = static_cast<TokenId>(tokens.size());
        tokens.push_back(characterOfByte(static_cast<unsigned char>(byte)));
    }
    std::vector<Word> words = wordsOf(text, byteIds);
    PairCounts counts;
    for (std::size_t w = 0; w < words.size(); ++w) addPairs(counts, words[w], 1, w);
    std::vector<Pair> merges;
    std::map<std::string, TokenId> known;
    for (std::size_t id = 0; id < tokens.size(); ++id) known[tokens[id]] = static_cast<TokenId>(id);
    while (static_cast<int>(tokens.size()) < vocabularySize) {
        job.throwIfStopped();
        job.report("learning a tokeniser", static_cast<std::int64_t>(tokens.size()), vocabularySize);
        const auto [pair, count] = counts.best();
        if (count < 2) break;
        // Two pairs can spell the same token ("a" + "bc", "ab" + "c"); it keeps one id.
        std::string spelled = tokens[static_cast<std::size_t>(pair.first)] + tokens[static_cast<std::size_t>(pair.second)];
        const auto [entry, fresh] = known.try_emplace(spelled, static_cast<TokenId>(tokens.size()));
        const TokenId result = entry->second;
        if (fresh) tokens.push_back(std::move(spelled));
        merges.push_back(pair);
        for (const std::size_t w : counts.takeWords(pair)) {
            addPairs(counts, words[w], -1, w);
            mergeIn(words[w], pair, result);
            addPairs(counts, words[w], 1, w);
        }
    }
    writeJson(folder / "tokenizer.json", tokenizerJson(tokens, merges));
    writeJson(folder / "tokenizer_config.json", {{"tokenizer_class", "PreTrainedTokenizerFast"}, {"bos_token", endOfText}, {"eos_token", endOfText},
                                                 {"unk_token", endOfText}, {"clean_up_tokenization_spaces", false}});
    return static_cast<int>(tokens.size());
}

}  // namespace strato
