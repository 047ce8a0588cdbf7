// The protocols of perplexity: which tokens of a text are predicted, from how much context, and per what the loss is counted.
// A perplexity means nothing without its protocol, so its name goes with every number.
//
//     Protocol protocol = Protocol::parse("gptq-2048");
//     EvaluationText text = evaluationText(protocol, documents, tokenizer, {.longest = 2048});
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/dataset.h"
#include "core/text/tokenizer.h"
#include "core/text/windows.h"

namespace strato {

enum class ProtocolKind {
    windows,          // windows-N: each document alone, disjoint windows of up to N tokens
    lmevalWikitext,   // lm-evaluation-harness's task `wikitext`: detokenised pages, rolling windows, loss per word and byte too
    gptq,             // gptq-N: documents joined by a blank line, disjoint windows of N tokens, the tail dropped
    hfStride,         // hf-stride-S: documents joined, windows as long as the model takes that overlap by all but S tokens
};

struct Protocol {
    ProtocolKind kind = ProtocolKind::windows;
    int length = 0;                       // N or S; 0 for lmeval-wikitext, and for windows of the usual length

    // "windows" (or nothing), "windows-N", "lmeval-wikitext", "gptq-N", "hf-stride-S". Throws UsageError.
    static Protocol parse(std::string_view text);

    // Protocols that join documents keep blank ones: their line breaks are part of the text.
    BlankDocuments blanks() const { return joins() ? BlankDocuments::keep : BlankDocuments::skip; }
    bool joins() const { return kind == ProtocolKind::gptq || kind == ProtocolKind::hfStride; }
};

struct EvaluationOptions {
    int longest = 2048;                   // M: tokens that the model may read at once
    std::int64_t tokens = 0;              // stop after so many; 0: all
};

struct EvaluationText {
    TokenWindows windows;
    std::string protocol;                 // the protocol's name with all that matters: "hf-stride-512;max=2048;specials=default"
    std::int64_t words = 0, bytes = 0;    // of the documents as they were, where the protocol counts them; else 0
    std::vector<std::string> warnings = {};
};

// Documents as the protocol reads them. Special tokens are those that the tokenizer adds by default (lm-evaluation-harness does so from
// 0.4.9.2 on); lmeval-wikitext puts BOS, or EOS where there is none, in front of each document besides. Throws UsageError where
// a length doesn't fit `longest`, Error where the text is too short, or has no BOS and no EOS for lmeval-wikitext.
EvaluationText evaluationText(const Protocol& protocol, const std::vector<Document>& documents, const Tokenizer& tokenizer,
                              const EvaluationOptions& options);

// M for a model of this context: `asked` if above 0, else the context, but at most 32768, which no page of WikiText reaches and
// no usual machine exceeds. Throws UsageError if `asked` exceeds the context.
int longestWindow(int asked, int context);

// The token that lm-evaluation-harness puts where there is no context: BOS, else EOS. Throws Error if the tokenizer names neither.
TokenId prefixToken(const Tokenizer& tokenizer);

}  // namespace strato
