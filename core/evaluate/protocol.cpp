#include "core/evaluate/protocol.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/evaluate/protocol_windows.h"
#include "core/evaluate/wikitext.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

int readLength(std::string_view digits, std::string_view protocol) {
    const bool number = !digits.empty() && digits.size() <= 8 && digits.find_first_not_of("0123456789") == std::string_view::npos;
    const int length = number ? std::stoi(std::string(digits)) : 0;
    if (length < 1) throw UsageError("protocol '" + std::string(protocol) + "' has no number of tokens, 1 or more, at its end; gptq-2048 has");
    return length;
}

std::string joined(const std::vector<Document>& documents) {
    std::string text;
    for (std::size_t d = 0; d < documents.size(); ++d) text.append(d > 0 ? "\n\n" : "").append(documents[d].text);
    return text;
}

// Of so many ids, at most as many as are wanted in all.
void limit(std::vector<TokenId>& ids, std::int64_t wanted) {
    if (wanted > 0 && static_cast<std::int64_t>(ids.size()) > wanted) ids.resize(static_cast<std::size_t>(wanted));
}

EvaluationText plainText(int length, const std::vector<Document>& documents, const Tokenizer& tokenizer, std::int64_t tokens) {
    return {.windows = makeWindows(documents, tokenizer, {.sequenceLength = length, .tokens = tokens}),
            .protocol = "windows-" + std::to_string(length)};
}

EvaluationText joinedText(const Protocol& protocol, const std::vector<Document>& documents, const Tokenizer& tokenizer,
                          const EvaluationOptions& options) {
    std::vector<TokenId> ids = tokenizer.encode(joined(documents));
    limit(ids, options.tokens);
    const std::string number = std::to_string(protocol.length);
    if (protocol.kind == ProtocolKind::hfStride) {
        EvaluationText text{.windows = windowsOf(stridedWindows(ids, options.longest, protocol.length), options.longest),
                            .protocol = "hf-stride-" + number + ";max=" + std::to_string(options.longest) + ";specials=default"};
        text.windows.contextCostsOne = true;
        return text;
    }
    EvaluationText text{.windows = windowsOf(disjointWindows(ids, protocol.length), protocol.length),
                        .protocol = "gptq-" + number + ";specials=default"};
    if (text.windows.windows.empty())
        throw Error("the text has " + std::to_string(ids.size()) + " tokens, which is less than one window of gptq-" + number +
                    "; give a longer text or a shorter window");
    return text;
}

EvaluationText wikitext(const std::vector<Document>& documents, const Tokenizer& tokenizer, const EvaluationOptions& options) {
    const TokenId prefix = prefixToken(tokenizer);
    EvaluationText text;
    std::vector<TokenWindow> windows;
    std::int64_t left = options.tokens > 0 ? options.tokens : INT64_MAX;
    bool cut = false;
    for (std::size_t d = 0; d < documents.size() && left > 0; ++d) {
        const std::string page = replaceInvalid(documents[d].text);
        std::vector<TokenId> ids = tokenizer.encode(detokenizeWikitext(page));
        cut = static_cast<std::int64_t>(ids.size()) > left;
        limit(ids, left);
        left -= static_cast<std::int64_t>(ids.size());
        text.words += countWords(page);
        text.bytes += static_cast<std::int64_t>(page.size());
        for (TokenWindow& window : rollingWindows(ids, prefix, options.longest)) {
            window.document = static_cast<int>(d);
            windows.push_back(std::move(window));
        }
    }
    if (cut) {
        text.words = text.bytes = 0;
        text.warnings.push_back("word and byte perplexity are left out: the limit of tokens cuts a document in two; leave --tokens out");
    }
    text.windows = windowsOf(std::move(windows), options.longest);
    text.protocol = "lmeval-wikitext;max=" + std::to_string(options.longest) + ";prefix=" + std::to_string(prefix) + ";specials=default";
    return text;
}

}  // namespace

Protocol Protocol::parse(std::string_view text) {
    if (text.empty() || text == "windows") return {};
    if (text == "lmeval-wikitext") return {.kind = ProtocolKind::lmevalWikitext};
    struct Named {
        std::string_view prefix;
        ProtocolKind kind;
    };
    for (const Named& named : {Named{"windows-", ProtocolKind::windows}, Named{"gptq-", ProtocolKind::gptq},
                               Named{"hf-stride-", ProtocolKind::hfStride}})
        if (text.starts_with(named.prefix)) return {.kind = named.kind, .length = readLength(text.substr(named.prefix.size()), text)};
    throw UsageError("protocol '" + std::string(text) + "' is not known; there are windows-N, lmeval-wikitext, gptq-N and hf-stride-S");
}

EvaluationText evaluationText(const Protocol& protocol, const std::vector<Document>& documents, const Tokenizer& tokenizer,
                              const EvaluationOptions& options) {
    if (protocol.length > options.longest)
        throw UsageError("protocol length " + std::to_string(protocol.length) + " is longer than the " + std::to_string(options.longest) +
                         " tokens that the model reads at once; give a smaller number");
    if (protocol.kind == ProtocolKind::lmevalWikitext) return wikitext(documents, tokenizer, options);
    if (protocol.joins()) return joinedText(protocol, documents, tokenizer, options);
    constexpr int usual = 512;
    return plainText(protocol.length > 0 ? protocol.length : std::min(usual, options.longest), documents, tokenizer, options.tokens);
}

int longestWindow(int asked, int context) {
    constexpr int largest = 32768;
    if (asked > context)
        throw UsageError("--sequence-length " + std::to_string(asked) + " is longer than the model's context of " + std::to_string(context));
    return asked > 0 ? asked : std::min(context, largest);
}

TokenId prefixToken(const Tokenizer& tokenizer) {
    const auto prefix = tokenizer.startOfText() ? tokenizer.startOfText() : tokenizer.endOfText();
    if (!prefix)
        throw Error("the tokeniser names neither a BOS nor an EOS token to stand where there is no context; name one in tokenizer_config.json");
    return *prefix;
}

}  // namespace strato
