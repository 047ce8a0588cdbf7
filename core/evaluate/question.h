// Questions with choices, from the JSONL files that benchmarks come in.
//
//     std::vector<Question> questions = readQuestions("arc_easy.jsonl");
//     questions[0].context;   // "Question: Which is largest?\nAnswer:"
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace strato {

struct Question {
    std::string context;                  // what the model reads before every choice
    std::vector<std::string> choices;     // each read behind the context and one blank
    int gold = 0;                         // number of the right choice
    int line = 0;                         // of the file, from 1 on, for messages
};

// One question a line, in any of these forms:
//     {"question": Q, "choices": {"text": [...], "label": [...]}, "answerKey": "B"}      ARC as on the Hugging Face hub
//     {"question": {"stem": Q, "choices": [{"text": T, "label": L}, ...]}, "answerKey": "2"}   ARC as its authors give it
//     {"question": Q, "choices": [...], "answer": N, label or text}                      plain
//     {"context": C, "choices": [...], "gold": N}                                        plain, the context as it is
// A question's context is "Question: {Q}\nAnswer:" as in lm-evaluation-harness's ARC. Numbers of choices count from 0; choices
// without labels are A, B, C ... An answerKey "2" among letters is the second choice, and "B" among numbers too. Throws Error with the
// line for what is none of these, for fewer than two choices, for an empty choice, and for an answer that is no choice.
std::vector<Question> readQuestions(const std::filesystem::path& file);

}  // namespace strato
