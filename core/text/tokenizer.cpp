#include "core/text/tokenizer.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/base/error.h"
#include "core/text/byte_alphabet.h"
#include "core/text/pattern.h"
#include "core/text/pipeline.h"
#include "core/text/unicode.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longestText = std::size_t{256} << 20;

// Ids of words already met in this text: most words of a text are repetitions.
class WordCache {
public:
    void encode(const BpeModel& model, const std::string& word, std::vector<TokenId>& ids) {
        if (word.size() > longestWord) return model.encode(word, ids);
        const auto [entry, fresh] = words_.try_emplace(word);
        if (fresh) model.encode(word, entry->second);
        ids.insert(ids.end(), entry->second.begin(), entry->second.end());
        if (words_.size() > mostWords) words_.clear();
    }

private:
    static constexpr std::size_t longestWord = 64, mostWords = 100'000;
    std::unordered_map<std::string, std::vector<TokenId>> words_;
};

void encodePlain(const Tokenizer::Pipeline& pipeline, std::string_view text, bool first, WordCache& cache, std::vector<TokenId>& ids) {
    std::vector<Piece> pieces{{std::string(text), first}};
    if (pipeline.preTokenizer) pieces = pipeline.preTokenizer(std::move(pieces));
    for (const Piece& piece : pieces) cache.encode(pipeline.model, piece.text, ids);
}

// Blanks that would be invisible, and bytes that are no whole character, spelled out.
std::string spelledOut(const std::string& bytes) {
    std::string result;
    const auto hexadecimal = [&](char byte) {
        std::array<char, 8> code{};
        std::snprintf(code.data(), code.size(), "\\x%02X", static_cast<unsigned char>(byte));
        result += code.data();
    };
    for (std::size_t i = 0; i < bytes.size();) {
        std::size_t invalid = 0;
        const std::size_t length = validLength(std::string_view(bytes).substr(i), invalid);
        const std::string_view character = std::string_view(bytes).substr(i, length);
        if (length == 0) hexadecimal(bytes[i]);
        else if (character == "\n") result += "\\n";
        else if (character == "\t") result += "\\t";
        else if (character == "\r") result += "\\r";
        else if (length == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F)) hexadecimal(character[0]);
        else result += character;
        i += length > 0 ? length : 1;
    }
    return result;
}

}  // namespace

Tokenizer::Tokenizer(std::unique_ptr<const Pipeline> pipeline) : pipeline_(std::move(pipeline)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

bool Tokenizer::isIn(const fs::path& folder) {
    return fs::exists(folder / "tokenizer.json") || (fs::exists(folder / "vocab.json") && fs::exists(folder / "merges.txt"));
}

Tokenizer Tokenizer::load(const fs::path& folder) {
    if (!isIn(folder)) throw Error("'" + folder.string() + "' has no tokenizer.json and no vocab.json with merges.txt; fetch the tokeniser's files too");
    std::optional<JsonView> config;
    if (fs::exists(folder / "tokenizer_config.json")) config = parseJsonFile(folder / "tokenizer_config.json");
    Pipeline pipeline = fs::exists(folder / "tokenizer.json") ? readTokenizerJson(folder, config) : readVocabularyAndMerges(folder, config);
    if (config) applyLoaderRules(*config, pipeline);
    pipeline.added.settle(pipeline.normalizer);
    return Tokenizer(std::make_unique<const Pipeline>(std::move(pipeline)));
}

std::vector<TokenId> Tokenizer::encode(std::string_view text, bool addSpecialTokens) const {
    if (text.size() > longestText) throw Error("a text of more than 256 MB can't be tokenised at once; split it into several files");
    const std::string valid = replaceInvalid(text);
    std::vector<TokenId> ids;
    WordCache cache;
    if (addSpecialTokens) ids = pipeline_->frame.before;
    bool first = true;
    for (const TextPart& part : pipeline_->added.split(valid, false)) {
        if (part.id >= 0) {
            ids.push_back(part.id);
            first = false;
            continue;
        }
        const std::string normalized = pipeline_->normalizer ? pipeline_->normalizer(std::string(part.text)) : std::string(part.text);
        for (const TextPart& inner : pipeline_->added.split(normalized, true)) {
            if (inner.id >= 0) ids.push_back(inner.id);
            else encodePlain(*pipeline_, inner.text, first, cache, ids);
            first = false;
        }
    }
    if (addSpecialTokens) ids.insert(ids.end(), pipeline_->frame.after.begin(), pipeline_->frame.after.end());
    return ids;
}

std::string Tokenizer::decode(const std::vector<TokenId>& ids, bool skipSpecialTokens) const {
    std::vector<std::string> tokens;
    for (const TokenId id : ids) {
        const AddedToken* added = pipeline_->added.find(id);
        if (added && added->special && skipSpecialTokens) continue;
        if (std::string text = token(id); !text.empty()) tokens.push_back(std::move(text));
    }
    std::string text;
    if (!pipeline_->decoder) {
        for (const std::string& piece : tokens) text += (text.empty() ? "" : " ") + piece;
        return text;
    }
    for (const std::string& piece : pipeline_->decoder(std::move(tokens))) text += piece;
    return text;
}

std::string Tokenizer::token(TokenId id) const {
    const AddedToken* added = pipeline_->added.find(id);
    return added ? added->content : pipeline_->model.vocabulary().token(id);
}

std::string Tokenizer::displayText(TokenId id) const {
    const std::string text = token(id);
    if (pipeline_->added.find(id)) return spelledOut(text);
    std::string bytes;
    if (pipeline_->bytes) {
        forEachCharacter(text, [&](char32_t character, std::string_view own) {
            const int byte = byteOfCharacter(character);
            byte >= 0 ? bytes += static_cast<char>(byte) : bytes += own;
        });
        return spelledOut(bytes);
    }
    unsigned value = 0;
    if (text.size() == 6 && std::sscanf(text.c_str(), "<0x%2X>", &value) == 1) return spelledOut(std::string(1, static_cast<char>(value)));
    return spelledOut(replaceMatches(text, literal("\xE2\x96\x81"), " "));
}

int Tokenizer::vocabularySize() const {
    return std::max(pipeline_->model.vocabulary().largestId(), pipeline_->added.largestId()) + 1;
}

std::string Tokenizer::kind() const {
    return pipeline_->bytes ? "byte-level BPE" : pipeline_->model.hasByteFallback() ? "BPE with byte fallback" : "BPE";
}

std::optional<TokenId> Tokenizer::endOfText() const { return pipeline_->endOfText; }

}  // namespace strato
