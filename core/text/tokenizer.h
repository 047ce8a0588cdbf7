// Text to token ids, exactly as the transformers library's tokenizers give them, from the files of a model folder.
//
//     Tokenizer tokenizer = Tokenizer::load(folder);
//     std::vector<TokenId> ids = tokenizer.encode("Once upon a time");
//
// The reference is the Rust library huggingface/tokenizers; the pipeline is its: added tokens, normaliser, pre-tokeniser,
// model, post-processor.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strato {

class LoaderConfig;

using TokenId = std::int32_t;

class Tokenizer {
public:
    // True if the folder holds tokeniser files this program reads: tokenizer.json, tokenizer.model (of SentencePiece or tiktoken), or
    // vocab.json with merges.txt.
    static bool isIn(const std::filesystem::path& folder);

    // Reads tokenizer.json (else tokenizer.model, else vocab.json + merges.txt), and tokenizer_config.json and its older kin. Throws
    // Error where a file is damaged or names a component that this program doesn't know.
    static Tokenizer load(const std::filesystem::path& folder);

    // From the content of a tokenizer.json, or of a tokenizer.model, alone. Throw Error.
    static Tokenizer fromJson(std::string_view text);
    static Tokenizer fromModelFile(const std::string& bytes);

    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    // The ids of `text` (UTF-8, at most 256 MB; invalid bytes become U+FFFD as Python's decoder would put them). With special tokens, as
    // the model's own tokenizer adds them by default. Thread-safe. Throws Error for a longer text, and where a hostile file's
    // pattern or replacements would not end.
    std::vector<TokenId> encode(std::string_view text, bool addSpecialTokens = true) const;

    // The text of ids; special tokens are left out if `skipSpecialTokens`. Ids without a token are skipped.
    std::string decode(const std::vector<TokenId>& ids, bool skipSpecialTokens = true) const;

    // The token as the vocabulary writes it ("Ġthe", "▁the", "<0x0A>"); empty if there is no such id.
    std::string token(TokenId id) const;

    // The token as a person reads it: its own text with blanks kept (" the", "\n"); bytes that are no whole character are
    // shown as "\xE2". Never empty for a known id.
    std::string displayText(TokenId id) const;

    // One more than the largest id.
    int vocabularySize() const;

    // A word for summaries: "byte-level BPE", "SentencePiece BPE with byte fallback", "Unigram".
    std::string kind() const;

    // The ids that text begins and ends with (bos_token and eos_token of tokenizer_config.json), if named and known.
    std::optional<TokenId> startOfText() const;
    std::optional<TokenId> endOfText() const;

    struct Pipeline;

private:
    explicit Tokenizer(std::unique_ptr<const Pipeline> pipeline);
    static Tokenizer settled(Pipeline pipeline, const LoaderConfig& config);
    std::unique_ptr<const Pipeline> pipeline_;
};

}  // namespace strato
