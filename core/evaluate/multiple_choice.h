// Multiple choice as lm-evaluation-harness scores it: each choice is what the model would have to write, and the likeliest wins.
//
//     TokenWindows requests = choiceRequests(questions, tokenizer, 2048);
//     LayerPass pass(decoder, requests); ...                                    // all requests, layer by layer
//     Answers answers = answersOf(questions, measureLoss(pass, pass.states(), {}, job));
//     Accuracy accuracy = accuracyOf(answers);
#pragma once

#include <vector>

#include "core/evaluate/loss.h"
#include "core/evaluate/quality.h"
#include "core/evaluate/question.h"
#include "core/text/tokenizer.h"
#include "core/text/windows.h"

namespace strato {

// A window for every choice of every question, in their order, which reads all but the last token of context and continuation and
// predicts the continuation: a blank and the choice. Tokens as in lm_eval 0.4.13 (api/model.py, _encode_pair): blanks that end the
// context go to the continuation; both are encoded as one text, with the tokenizer's own special tokens, and what is more than the
// context's tokens is the continuation. A context of blanks only, or none, is the prefix token (protocol.h). What is longer than `longest` + 1 is
// cut on the left. Throws Error with the line where a continuation gives no token, or doesn't fit `longest`.
TokenWindows choiceRequests(const std::vector<Question>& questions, const Tokenizer& tokenizer, int longest);

// For each question 1 where the choice taken is right, else 0. `plain` takes the choice of the greatest log-likelihood (acc),
// `normalized` the greatest log-likelihood per character of the choice (acc_norm); the first of equals.
struct Answers {
    std::vector<int> plain, normalized;
};

// `sums`: the loss on choiceRequests() of the questions.
Answers answersOf(const std::vector<Question>& questions, const LossSums& sums);

// Means, with standard errors sd / sqrt(n), sd that of a sample (n - 1); NaN for a single question.
Accuracy accuracyOf(const Answers& answers);

// Mean of after - before over the questions, and its standard error, from the paired differences.
Difference accuracyDifference(const std::vector<int>& before, const std::vector<int>& after);

}  // namespace strato
