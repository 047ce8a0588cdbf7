// The model of a tokeniser: the part that turns a piece of text into ids. BPE, Unigram, WordPiece and WordLevel are models.
//
//     std::unique_ptr<TokenModel> model = readTokenModel(file.at("model"));
//     model->encode("Ġworld", ids);
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json_view.h"
#include "core/text/vocabulary.h"

namespace strato {

class TokenModel {
public:
    virtual ~TokenModel() = default;

    // Appends the ids of a piece (valid UTF-8). Thread-safe. Throws Error where the piece needs an unknown token and there is none.
    virtual void encode(std::string_view piece, std::vector<TokenId>& ids) const = 0;

    // A word for summaries: "BPE", "Unigram".
    virtual std::string kind() const = 0;

    // The character before which pieces may be cut without changing an id; empty if there is none. Short pieces are fast.
    virtual std::string_view cutMark() const { return {}; }

    const Vocabulary& vocabulary() const { return vocabulary_; }

protected:
    explicit TokenModel(Vocabulary vocabulary) : vocabulary_(std::move(vocabulary)) {}
    TokenModel(TokenModel&&) = default;
    TokenModel& operator=(TokenModel&&) = default;

    Vocabulary vocabulary_;
};

// From the `model` object of tokenizer.json. Throws Error naming the model if it is one that this program doesn't know.
std::unique_ptr<TokenModel> readTokenModel(const JsonView& node);

}  // namespace strato
