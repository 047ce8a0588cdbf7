#include "core/runs/probes.h"

#include <algorithm>

#include "core/evaluate/generate.h"
#include "core/runs/texts.h"

namespace strato {

bool isUnedited(const std::vector<Step>& steps, int layers) {
    return static_cast<int>(steps.size()) == layers && std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.unedited(); });
}

Probes::Probes(const Decoder& decoder, const std::vector<Step>& unedited, const ProbeRequest& request)
    : decoder_(decoder), unedited_(unedited), prompts_(request.prompts), sampleTokens_(request.sampleTokens) {
    if (request.task.empty() && prompts_.empty()) return;
    tokenizer_ = loadTokenizer(decoder.folder());
    requireTokenizer(tokenizer_, decoder.folder());
    if (request.task.empty()) return;
    questions_ = readQuestions(request.task);
    requests_ = choiceRequests(questions_, *tokenizer_, longestWindow(request.sequenceLength, decoder.description().context));
}

Answers Probes::answersWith(const std::vector<Step>& steps, const JobContext& job) const {
    LayerPass pass(decoder_, requests_);
    pass.embed(job);
    runSteps(pass, steps, 0, job);
    return answersOf(questions_, measureLoss(pass, pass.states(), {}, job));
}

void Probes::answer(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) {
    if (questions_.empty()) return;
    if (!uneditedAnswers_) uneditedAnswers_ = answersWith(unedited_, job);
    const Answers answers = isUnedited(steps, decoder_.layers()) ? *uneditedAnswers_ : answersWith(steps, job);
    outcome.baseline.task = accuracyOf(*uneditedAnswers_);
    outcome.edited.task = accuracyOf(answers);
    outcome.accuracy = accuracyDifference(uneditedAnswers_->plain, answers.plain);
    outcome.accuracyNormalized = accuracyDifference(uneditedAnswers_->normalized, answers.normalized);
}

std::vector<std::string> Probes::continuations(const std::vector<Step>& steps, const JobContext& job) const {
    const LoadedBlocks blocks = loadBlocks(decoder_, {steps}, job);
    const LoadedDecoder loaded(decoder_, steps, blocks);
    std::vector<std::string> texts;
    for (const std::string& prompt : prompts_) {
        job.report("writing samples", static_cast<std::int64_t>(texts.size()), static_cast<std::int64_t>(prompts_.size()));
        const std::vector<TokenId> ids = tokenizer_->encode(prompt);
        const auto written = greedyContinuation(loaded, ids, {.tokens = sampleTokens_, .end = tokenizer_->endOfText()}, job);
        texts.push_back(continuationText(*tokenizer_, ids, written));
    }
    return texts;
}

void Probes::write(const std::vector<Step>& steps, Outcome& outcome, const JobContext& job) {
    if (!uneditedTexts_) uneditedTexts_ = continuations(unedited_, job);
    const auto texts = isUnedited(steps, decoder_.layers()) ? *uneditedTexts_ : continuations(steps, job);
    for (std::size_t p = 0; p < prompts_.size(); ++p) outcome.samples.push_back({prompts_[p], (*uneditedTexts_)[p], texts[p]});
}

}  // namespace strato
