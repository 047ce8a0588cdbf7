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

void encodePlain(const Tokenizer::Pipeline& pipeline, std::string_view text, bool first, WordCache& words, std::vector<TokenId>& ids) {
    Pieces pieces(std::string(text), first);
    if (pipeline.preTokenizer) pipeline.preTokenizer(pieces);
    const std::string_view mark = pipeline.model->cutMark();
    pieces.forEach([&](std::string_view piece, bool) {
        // A piece that may be cut is cut before every run of marks.
        for (std::size_t begin = 0; !mark.empty() && begin < piece.size();) {
            std::size_t end = begin;
            while (piece.substr(end).starts_with(mark)) end += mark.size();
            end = piece.find(mark, end);
            if (end == std::string_view::npos) {
                piece.remove_prefix(begin);
                break;
            }
            words.encode(*pipeline.model, piece.substr(begin, end - begin), ids);
            begin = end;
        }
        words.encode(*pipeline.model, piece, ids);
    });
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

Tokenizer Tokenizer::settled(Pipeline pipeline, const LoaderConfig& config) {
    applyLoaderRules(config, pipeline);
    pipeline.added.settle(pipeline.normalizer);
    return Tokenizer(std::make_unique<const Pipeline>(std::move(pipeline)));
}

Tokenizer Tokenizer::load(const fs::path& folder) {
    const LoaderConfig config = LoaderConfig::read(folder);
    return settled(readPipeline(folder, config), config);
}

Tokenizer Tokenizer::fromJson(std::string_view text) { return settled(readTokenizerJson(parseJson(text, "tokenizer.json"), {}), {}); }

Tokenizer Tokenizer::fromModelFile(const std::string& bytes) { return settled(readModelFile(bytes, "tokenizer.model", {}), {}); }

std::vector<TokenId> Tokenizer::encode(std::string_view text, bool addSpecialTokens) const {
    if (text.size() > longestText) throw Error("a text of more than 256 MB can't be tokenised at once; split it into several files");
    const std::string valid = replaceInvalid(text);
    std::vector<TokenId> ids;
    const WordCaches::Loan words = pipeline_->words.borrow();
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
            else encodePlain(*pipeline_, inner.text, first, *words, ids);
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
    return added ? added->content : pipeline_->model->vocabulary().token(id);
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
    return std::max(pipeline_->model->vocabulary().largestId(), pipeline_->added.largestId()) + 1;
}

std::string Tokenizer::kind() const {
    return pipeline_->origin + (pipeline_->bytes ? "byte-level " : "") + pipeline_->model->kind();
}

std::optional<TokenId> Tokenizer::startOfText() const { return pipeline_->startOfText; }
std::optional<TokenId> Tokenizer::endOfText() const { return pipeline_->endOfText; }

}  // namespace strato
