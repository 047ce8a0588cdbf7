#include <iostream>

#include "app/cli/command.h"
#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace strato::cli {

namespace {

struct TokenizeOptions {
    std::string model, text, file;
    bool json = false, noSpecialTokens = false;
};

void tokenize(const TokenizeOptions& options, bool textGiven) {
    const std::optional<Tokenizer> tokenizer = loadTokenizer(options.model);
    constexpr std::size_t limit = std::size_t{4} << 30;
    const std::string text = textGiven ? options.text : readTextFile(options.file, limit);
    const std::vector<TokenId> ids = requireTokenizer(tokenizer, options.model).encode(text, !options.noSpecialTokens);
    if (options.json) {
        nlohmann::ordered_json json{{"ids", ids}, {"tokens", nlohmann::json::array()}};
        for (const TokenId id : ids) json["tokens"].push_back(tokenizer->token(id));
        Session::printJson(json);
        return;
    }
    for (const TokenId id : ids) std::cout << id << "\t" << tokenizer->token(id) << "\n";
}

}  // namespace

void addTokenize(CLI::App& app, Session&) {
    CLI::App* command = app.add_subcommand("tokenize", "Token ids, exactly as the transformers library gives them");
    command->footer("Example: strato tokenize models/gpt2 --text 'Once upon a time' --json");
    auto options = std::make_shared<TokenizeOptions>();
    addModelArgument(*command, options->model);
    CLI::Option* text = command->add_option("--text", options->text, "The text itself");
    CLI::Option* file = command->add_option("--file", options->file, "A file with the text")->excludes(text);
    command->add_flag("--no-special-tokens", options->noSpecialTokens, "Leave out what the tokeniser adds by default");
    addJsonFlag(*command, options->json);
    command->callback([options, text, file] {
        if (text->count() + file->count() == 0) throw UsageError("give a text with --text or a file with --file");
        tokenize(*options, text->count() > 0);
    });
}

}  // namespace strato::cli
