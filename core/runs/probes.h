// What a plan does beyond the loss: to the answers to a task's questions, and to what the model writes.
//
//     Probes probes(decoder, unedited, {.task = "arc_easy.jsonl", .prompts = {"Once upon a time"}});
//     probes.answer(steps, outcome, job);
//     probes.write(steps, outcome, job);
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/edit/edited_decoder.h"
#include "core/evaluate/multiple_choice.h"
#include "core/text/tokenizer.h"

namespace strato {

struct ProbeRequest {
    std::filesystem::path task;              // as readQuestions() reads it; empty: no questions
    std::vector<std::string> prompts;
    int sampleTokens = 48;
    int sequenceLength = 0;                  // what a question may have at most; 0: what longestWindow() says
};

// True if the steps are those of the model as it is.
bool isUnedited(const std::vector<Step>& steps, int layers);

// The unedited model is asked once, when it is first needed.
class Probes {
public:
    // Reads questions and tokeniser; `decoder` and `unedited`, its own steps, must outlive it. Throws Error, UsageError.
    Probes(const Decoder& decoder, const std::vector<Step>& unedited, const ProbeRequest& request);

    // Fills in the outcome's accuracies and their difference; nothing without a task. Weights stream, a block at a time, past all
    // questions. Throws Error, Cancelled.
    void answer(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job);

    bool writes() const { return !prompts_.empty(); }
    // Fills in the outcome's samples; holds all weights in memory. Throws Error, Cancelled.
    void write(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job);

private:
    Answers answersWith(const std::vector<Step>& steps, const JobContext& job) const;
    std::vector<std::string> continuations(const std::vector<Step>& steps, const JobContext& job) const;

    const Decoder& decoder_;
    const std::vector<Step>& unedited_;
    std::optional<Tokenizer> tokenizer_;
    std::vector<Question> questions_;
    TokenWindows requests_;
    std::vector<std::string> prompts_;
    int sampleTokens_;
    std::optional<Answers> uneditedAnswers_;
    std::optional<std::vector<std::string>> uneditedTexts_;
};

}  // namespace strato
