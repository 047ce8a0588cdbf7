#include "app/cli/evaluation.h"

#include <cmath>

#include "core/base/error.h"
#include "core/evaluate/protocol.h"

namespace strato::cli {

WhatIfRequest EvaluationChoices::request() const {
    const TextRequest texts = data.request();
    if (texts.chunkCharacters > 0) throw UsageError("--chunk-characters is for analyze and dump; perplexity reads whole windows");
    Protocol::parse(protocol);
    return {.model = model,
            .run = {},
            .data = texts.files,
            .textField = texts.textField,
            .sequenceLength = texts.sequenceLength,
            .tokens = texts.tokens,
            .protocol = protocol,
            .task = task,
            .compute = compute};
}

void addEvaluationOptions(CLI::App& command, EvaluationChoices& choices) {
    addModelArgument(command, choices.model);
    addDataOptions(command, choices.data);
    command.add_option("--protocol", choices.protocol, "How perplexity is taken: windows-N, lmeval-wikitext, gptq-N or hf-stride-S");
    command.add_option("--task", choices.task, "Questions with choices, one JSON object a line");
    command.add_flag("--no-speed", choices.noSpeed, "Leave out the timing");
    addComputeOptions(command, choices.compute);
    addJsonFlag(command, choices.json);
}

double FitChoices::ridgeValue() const {
    if (ridge == "auto") return -1;
    std::size_t read = 0;
    double value = -1;
    try {
        value = std::stod(ridge, &read);
    } catch (const std::exception&) {
        read = 0;
    }
    if (read != ridge.size() || !(value >= 0) || !std::isfinite(value)) throw UsageError("--ridge '" + ridge + "' is neither auto nor a number from 0 on");
    return value;
}

void addRidgeOption(CLI::App& command, FitChoices& choices) {
    command.add_option("--ridge", choices.ridge, "Strength that pulls maps toward the identity, in units of each feature's variance; auto takes the one with the least error on texts it was not fitted on")
        ->capture_default_str();
}

void addFitOptions(CLI::App& command, FitChoices& choices) {
    addRidgeOption(command, choices);
    command.add_flag("--in-sequence", choices.inSequence, "Fit each map on the states that the edits before it produce");
}

std::string evaluationHelp() {
    return "Protocols:\n"
           "  windows-N        each document alone, in windows of N tokens, the first of each not predicted; the default, N = 512\n"
           "  lmeval-wikitext  lm-evaluation-harness's wikitext: a page a document, with perplexity per word and byte\n"
           "  gptq-N           documents joined by a blank line, windows of exactly N tokens\n"
           "  hf-stride-S      documents joined, windows as long as the model reads, S tokens apart\n"
           "  --sequence-length says how much the model reads at once, if less than its context (at most 32768 by itself).\n"
           "Tasks, a line:\n"
           "  {\"question\": Q, \"choices\": {\"text\": [...], \"label\": [...]}, \"answerKey\": \"B\"}   (ARC)\n"
           "  {\"question\": Q, \"choices\": [...], \"answer\": number from 0, label or text}\n"
           "  {\"context\": C, \"choices\": [...], \"gold\": number from 0}\n"
           "  A question is read as 'Question: Q, line break, Answer:', and scored as lm-evaluation-harness does.\n";
}

}  // namespace strato::cli
