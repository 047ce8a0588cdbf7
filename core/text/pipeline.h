// A tokeniser's parts, put together: what the files of a model folder are read into.
//
//     Tokenizer::Pipeline pipeline = readTokenizerJson(folder, config);
//     if (config) applyLoaderRules(*config, pipeline);
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/text/added_tokens.h"
#include "core/text/normalizer.h"
#include "core/text/post_processor.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/token_decoder.h"
#include "core/text/token_model.h"
#include "core/text/tokenizer.h"
#include "core/text/word_cache.h"

namespace strato {

struct Tokenizer::Pipeline {
    explicit Pipeline(std::unique_ptr<const TokenModel> itsModel) : model(std::move(itsModel)) {}

    Normalizer normalizer;                    // may be empty, as the next
    PreTokenizer preTokenizer;
    std::unique_ptr<const TokenModel> model;
    AddedTokens added;
    TokenDecoder decoder;
    SpecialFrame frame;                       // special tokens around every text
    std::optional<TokenId> endOfText;
    mutable WordCaches words;                 // of the model
    bool bytes = false;                       // the vocabulary is written in the printable alphabet for bytes
    bool bare = false;                        // read from vocab.json and merges.txt, which know of no special tokens

    // The id of a token of any kind, or -1.
    TokenId find(const std::string& token) const {
        const TokenId id = added.find(token);
        return id >= 0 ? id : model->vocabulary().find(token);
    }
};

// From tokenizer.json, and from vocab.json with merges.txt; `config` is tokenizer_config.json if the folder has one. Throw Error.
Tokenizer::Pipeline readTokenizerJson(const std::filesystem::path& folder, const std::optional<JsonView>& config);
Tokenizer::Pipeline readVocabularyAndMerges(const std::filesystem::path& folder, const std::optional<JsonView>& config);

// What the transformers library's loader adds to the files, by the class that tokenizer_config.json names: added tokens that
// the file lacks, and the rules of BOS and EOS.
// Throws Error.
void applyLoaderRules(const JsonView& config, Tokenizer::Pipeline& pipeline);

// The file's pre-tokeniser with the add_prefix_space of tokenizer_config.json, which stands for false where it is absent. Without
// that file, as tokenizer.json has it. Throws Error.
PreTokenizer readConfiguredPreTokenizer(const JsonView& node, const std::optional<JsonView>& config);

}  // namespace strato
