// A tokeniser's parts, put together: what the files of a model folder are read into.
//
//     const LoaderConfig config = LoaderConfig::read(folder);
//     Tokenizer::Pipeline pipeline = readPipeline(folder, config);
//     applyLoaderRules(config, pipeline);
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/text/added_tokens.h"
#include "core/text/loader_config.h"
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
    std::optional<TokenId> startOfText, endOfText;
    mutable WordCaches words;                 // of the model
    std::string origin;                       // "SentencePiece " or "tiktoken " where the model was read from such a file
    bool bytes = false;                       // the vocabulary is written in the printable alphabet for bytes
    bool bare = false;                        // read from vocab.json and merges.txt, which know of no special tokens

    // The id of a token of any kind, or -1.
    TokenId find(const std::string& token) const {
        const TokenId id = added.find(token);
        return id >= 0 ? id : model->vocabulary().find(token);
    }
};

// The file of the folder that holds its SentencePiece or tiktoken model; empty if there is none.
std::filesystem::path modelFileIn(const std::filesystem::path& folder);

// From whichever files the folder has; the more telling ones first. Throws Error.
Tokenizer::Pipeline readPipeline(const std::filesystem::path& folder, const LoaderConfig& config);

// From a tokenizer.json, and from the bytes of a tokenizer.model: of SentencePiece as the transformers library converts it for its
// class, or of tiktoken. Throw Error.
Tokenizer::Pipeline readTokenizerJson(const JsonView& file, const LoaderConfig& config);
Tokenizer::Pipeline readModelFile(const std::string& bytes, const std::string& where, const LoaderConfig& config);

// The parts around the model, as tokenizer.json has them. Throws Error.
void readComponents(const JsonView& file, const LoaderConfig& config, Tokenizer::Pipeline& pipeline);

// What the transformers library's loader adds to the files: added tokens that they lack, and the rules of BOS and EOS of the class.
// Throws Error.
void applyLoaderRules(const LoaderConfig& config, Tokenizer::Pipeline& pipeline);

// The file's pre-tokeniser with the add_prefix_space that the loader gives it. Throws Error.
PreTokenizer readConfiguredPreTokenizer(const JsonView& node, const LoaderConfig& config);

}  // namespace strato
