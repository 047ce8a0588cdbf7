#include "core/evaluate/question.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/text/dataset.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

struct Choices {
    std::vector<std::string> texts, labels;   // labels: as many, or none
};

std::vector<std::string> strings(const JsonView& node) {
    std::vector<std::string> all;
    for (const JsonView& element : node.elements()) all.push_back(element.asString());
    return all;
}

Choices readChoices(const JsonView& node) {
    if (node.isObject()) return {strings(node.at("text")), node.has("label") ? strings(node.at("label")) : std::vector<std::string>{}};
    Choices choices;
    for (const JsonView& choice : node.elements()) {
        choices.texts.push_back(choice.isObject() ? choice.string("text") : choice.asString());
        if (choice.isObject() && choice.has("label")) choices.labels.push_back(choice.string("label"));
    }
    return choices;
}

int positionOf(const std::vector<std::string>& all, const std::string& one) {
    const auto found = std::find(all.begin(), all.end(), one);
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

// "A" or "1" as 0, "B" or "2" as 1; -1 for what is neither.
int positionNamed(const std::string& name) {
    if (name.size() != 1) return -1;
    if (name[0] >= 'A' && name[0] <= 'Z') return name[0] - 'A';
    return name[0] >= '1' && name[0] <= '9' ? name[0] - '1' : -1;
}

int readGold(const JsonView& answer, const Choices& choices) {
    int gold = -1;
    if (answer.raw().is_number_integer()) {
        const std::int64_t number = answer.asInteger();
        gold = number >= 0 && number < static_cast<std::int64_t>(choices.texts.size()) ? static_cast<int>(number) : -1;
    } else {
        const std::string text = answer.asString();
        gold = positionOf(choices.labels, text);
        if (gold < 0) gold = positionOf(choices.texts, text);
        if (gold < 0) gold = positionNamed(text);
    }
    if (gold < 0 || gold >= static_cast<int>(choices.texts.size()))
        answer.fail("is " + answer.raw().dump() + ", which is none of the " + std::to_string(choices.texts.size()) + " choices; correct the line");
    return gold;
}

JsonView answerOf(const JsonView& line) {
    for (const char* key : {"answerKey", "answer", "gold"})
        if (const auto answer = line.find(key)) return *answer;
    line.fail("has no 'answerKey', 'answer' or 'gold'; say which choice is right");
}

std::string contextOf(const JsonView& line) {
    if (line.has("context")) return line.string("context");
    if (!line.has("question")) line.fail("has no 'question' and no 'context'; see strato eval --help for the forms a task may have");
    const JsonView question = line.at("question");
    return "Question: " + (question.isObject() ? question.string("stem") : question.asString()) + "\nAnswer:";
}

Question readQuestion(const JsonView& line, int number) {
    Question question{.context = replaceInvalid(contextOf(line)), .choices = {}, .line = number};
    const bool inside = !line.has("choices") && line.has("question") && line.at("question").isObject();
    const JsonView node = inside ? line.at("question").at("choices") : line.at("choices");
    const Choices choices = readChoices(node);
    if (choices.texts.size() < 2) node.fail("must be two choices or more; correct the line");
    if (!choices.labels.empty() && choices.labels.size() != choices.texts.size())
        node.fail("must have a label for every choice, or none; correct the line");
    for (const std::string& text : choices.texts) {
        if (text.empty()) node.fail("has an empty choice; correct the line");
        question.choices.push_back(replaceInvalid(text));
    }
    question.gold = readGold(answerOf(line), choices);
    return question;
}

}  // namespace

std::vector<Question> readQuestions(const std::filesystem::path& file) {
    std::vector<Question> questions;
    forEachJsonLine(file, [&](const JsonView& line, int number) { questions.push_back(readQuestion(line, number)); });
    if (questions.empty()) throw Error("there is no question in '" + file.string() + "'; give one JSON object a line");
    return questions;
}

}  // namespace strato
