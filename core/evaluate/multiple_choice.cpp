#include "core/evaluate/multiple_choice.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/evaluate/protocol.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

struct Request {
    std::vector<TokenId> context, continuation;
};

// Where the blanks that end the text begin.
std::size_t endWithoutBlanks(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0) {
        const std::size_t last = previousCharacter(text, end);
        if (!isWhitespace(decodeCharacter(text.substr(last, end - last)))) break;
        end = last;
    }
    return end;
}

Request encodePair(const std::string& context, const std::string& continuation, const Tokenizer& tokenizer) {
    const std::size_t end = endWithoutBlanks(context);
    if (end == 0) {
        Request request{{prefixToken(tokenizer)}, tokenizer.encode(context + continuation, false)};
        // A continuation that begins with that token brings it along.
        if (!request.continuation.empty() && request.continuation.front() == request.context.front())
            request.continuation.erase(request.continuation.begin());
        return request;
    }
    Request request{tokenizer.encode(std::string_view(context).substr(0, end)), {}};
    const std::vector<TokenId> whole = tokenizer.encode(context + continuation);
    const std::size_t border = std::min(request.context.size(), whole.size());
    request.continuation.assign(whole.begin() + static_cast<std::ptrdiff_t>(border), whole.end());
    return request;
}

TokenWindow windowOf(const Request& request, int longest, const Question& question) {
    const auto predicted = static_cast<int>(request.continuation.size());
    const std::string where = "a choice of the question in line " + std::to_string(question.line);
    if (predicted == 0) throw Error(where + " gives no token behind its context; correct the line");
    if (predicted > longest)
        throw Error(where + " has " + std::to_string(predicted) + " tokens, and the model reads " + std::to_string(longest) +
                    " at once; leave the question out");
    TokenWindow window{.ids = request.context};
    window.ids.insert(window.ids.end(), request.continuation.begin(), request.continuation.end() - 1);
    const auto excess = static_cast<std::ptrdiff_t>(window.ids.size()) - longest;
    if (excess > 0) window.ids.erase(window.ids.begin(), window.ids.begin() + excess);
    window.context = static_cast<int>(window.ids.size()) + 1 - predicted;
    window.next = request.continuation.back();
    return window;
}

// Of values that are 0, 1 or a difference of these.
Difference meanOf(const std::vector<int>& values) {
    const auto n = static_cast<double>(values.size());
    double sum = 0, squares = 0;
    for (const int value : values) sum += value;
    const double mean = sum / n;
    for (const int value : values) squares += (value - mean) * (value - mean);
    return {mean, values.size() > 1 ? std::sqrt(squares / (n - 1) / n) : notMeasured};
}

}  // namespace

TokenWindows choiceRequests(const std::vector<Question>& questions, const Tokenizer& tokenizer, int longest) {
    std::vector<TokenWindow> windows;
    for (std::size_t q = 0; q < questions.size(); ++q)
        for (const std::string& choice : questions[q].choices) {
            windows.push_back(windowOf(encodePair(questions[q].context, " " + choice, tokenizer), longest, questions[q]));
            windows.back().document = static_cast<int>(q);
        }
    return windowsOf(std::move(windows), longest);
}

Answers answersOf(const std::vector<Question>& questions, const LossSums& sums) {
    Answers answers;
    std::size_t request = 0;
    for (const Question& question : questions) {
        std::vector<double> plain, normalized;
        for (const std::string& choice : question.choices) {
            plain.push_back(-sums.windows.at(request++).sum);
            normalized.push_back(plain.back() / static_cast<double>(countCharacters(choice)));
        }
        const auto isRight = [&](const std::vector<double>& scores) {
            return std::max_element(scores.begin(), scores.end()) - scores.begin() == question.gold ? 1 : 0;
        };
        answers.plain.push_back(isRight(plain));
        answers.normalized.push_back(isRight(normalized));
    }
    return answers;
}

Accuracy accuracyOf(const Answers& answers) {
    const Difference plain = meanOf(answers.plain), normalized = meanOf(answers.normalized);
    return {static_cast<int>(answers.plain.size()), plain.mean, plain.standardError, normalized.mean, normalized.standardError};
}

Difference accuracyDifference(const std::vector<int>& before, const std::vector<int>& after) {
    std::vector<int> differences = after;
    for (std::size_t i = 0; i < differences.size(); ++i) differences[i] -= before.at(i);
    return meanOf(differences);
}

}  // namespace strato
