#include "core/text/bpe_trainer.h"

#include <algorithm>
#include <map>
#include <set>

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
    // Notes a change; settle() makes the changes of a step count, so that each pair is sorted in once.
    void change(const Pair& pair, std::int64_t by, std::size_t word) {
        changes_[pair] += by;
        if (by > 0) words_[pair].push_back(word);
    }

    void settle() {
        for (const auto& [pair, by] : changes_) {
            std::int64_t& count = counts_[pair];
            byCount_.erase({-count, pair});
            count += by;
            if (count > 0) byCount_.insert({-count, pair});
            else counts_.erase(pair);
        }
        changes_.clear();
    }

    // The most frequent pair and its count; among equals the one of lower ids.
    std::pair<Pair, std::int64_t> best() const {
        if (byCount_.empty()) return {{}, 0};
        return {byCount_.begin()->second, -byCount_.begin()->first};
    }

    // The words that have or had the pair, each once.
    std::vector<std::size_t> takeWords(const Pair& pair) {
        std::vector<std::size_t> words = std::move(words_[pair]);
        words_.erase(pair);
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        return words;
    }

private:
    std::map<Pair, std::int64_t> counts_, changes_;
    std::set<std::pair<std::int64_t, Pair>> byCount_;
    std::map<Pair, std::vector<std::size_t>> words_;
};

// Symbols of a word, and which of them a merge touches.
struct Marked {
    std::vector<TokenId> symbols;
    std::vector<char> touched;

    void add(TokenId symbol, bool isTouched) {
        symbols.push_back(symbol);
        touched.push_back(isTouched);
    }
    void changePairs(PairCounts& counts, std::int64_t by, std::size_t word) const {
        for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
            if (touched[i] || touched[i + 1]) counts.change({symbols[i], symbols[i + 1]}, by, word);
    }
};

// Only the pairs beside a merge are counted anew.
void mergeIn(Word& word, const Pair& pair, TokenId result, PairCounts& counts, std::size_t index) {
    Marked before, after;
    for (std::size_t i = 0; i < word.symbols.size(); ++i) {
        const bool here = i + 1 < word.symbols.size() && word.symbols[i] == pair.first && word.symbols[i + 1] == pair.second;
        before.add(word.symbols[i], here);
        if (here) before.add(word.symbols[++i], true);
        after.add(here ? result : word.symbols[i], here);
    }
    before.changePairs(counts, -word.count, index);
    after.changePairs(counts, word.count, index);
    word.symbols = std::move(after.symbols);
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
        Pieces pieces(valid.substr(begin, end - begin), true);
        split(pieces);
        pieces.forEach([&](std::string_view piece, bool) {
            for (const std::string_view word : cut(piece)) {
                const auto [entry, fresh] = index.try_emplace(std::string(word), words.size());
                if (fresh) words.push_back({symbolsOf(word, byteIds), 0});
                ++words[entry->second].count;
            }
        });
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

struct Learned {
    std::vector<std::string> tokens;
    std::vector<Pair> merges;
};

// Merges the most frequent pair until there are `size` tokens or no pair occurs twice.
void learnMerges(Learned& learned, std::vector<Word>& words, std::map<std::string, TokenId> known, int size, const JobContext& job) {
    PairCounts counts;
    for (std::size_t w = 0; w < words.size(); ++w)
        for (std::size_t i = 0; i + 1 < words[w].symbols.size(); ++i) counts.change({words[w].symbols[i], words[w].symbols[i + 1]}, words[w].count, w);
    counts.settle();
    while (static_cast<int>(learned.tokens.size()) < size) {
        job.throwIfStopped();
        job.report("learning a tokeniser", static_cast<std::int64_t>(learned.tokens.size()), size);
        const auto [pair, count] = counts.best();
        if (count < 2) break;
        // Two pairs can spell the same token ("a" + "bc", "ab" + "c"); it keeps one id.
        std::string spelled = learned.tokens[static_cast<std::size_t>(pair.first)] + learned.tokens[static_cast<std::size_t>(pair.second)];
        const TokenId result = known.try_emplace(spelled, static_cast<TokenId>(learned.tokens.size())).first->second;
        if (static_cast<std::size_t>(result) == learned.tokens.size()) learned.tokens.push_back(std::move(spelled));
        learned.merges.push_back(pair);
        for (const std::size_t w : counts.takeWords(pair)) mergeIn(words[w], pair, result, counts, w);
        counts.settle();
    }
}

}  // namespace

int trainTokenizer(std::string_view text, int vocabularySize, const std::filesystem::path& folder, const JobContext& job) {
    if (vocabularySize < smallestVocabulary)
        throw UsageError("a vocabulary of " + std::to_string(vocabularySize) + " is too small; 256 bytes and the end-of-text token need 257");
    Learned learned{{endOfText}, {}};
    std::map<std::string, TokenId> byteIds;
    for (int byte = 0; byte < 256; ++byte) {
        byteIds[characterOfByte(static_cast<unsigned char>(byte))] = static_cast<TokenId>(learned.tokens.size());
        learned.tokens.push_back(characterOfByte(static_cast<unsigned char>(byte)));
    }
    std::vector<Word> words = wordsOf(text, byteIds);
    learnMerges(learned, words, byteIds, vocabularySize, job);
    writeJson(folder / "tokenizer.json", tokenizerJson(learned.tokens, learned.merges));
    writeJson(folder / "tokenizer_config.json", {{"tokenizer_class", "PreTrainedTokenizerFast"}, {"bos_token", endOfText}, {"eos_token", endOfText},
                                                 {"unk_token", endOfText}, {"clean_up_tokenization_spaces", false},
                                                 {"model_input_names", {"input_ids", "attention_mask"}}});  // Llama's generate() takes no token_type_ids
    return static_cast<int>(learned.tokens.size());
}

}  // namespace strato
