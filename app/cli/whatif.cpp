#include <cmath>
#include <cstdio>

#include "app/cli/evaluation.h"
#include "app/cli/side_by_side.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/model/inspect.h"
#include "core/runs/outcome_json.h"

namespace strato::cli {

namespace {

struct WhatIfOptions : EvaluationChoices {
    std::string run, plan;
    FitChoices fit;
    bool healed = false;
    std::vector<std::string> prompts;
    int sampleTokens = 48;
};

void printRow(const char* name, const std::string& before, const std::string& after, const std::string& change = {}) {
    std::printf("  %-22s %14s %14s   %s\n", name, before.c_str(), after.c_str(), change.c_str());
}

std::string number(double value, const char* format) {
    if (!std::isfinite(value)) return "-";
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string change(double before, double after) {
    return number((after / before - 1) * 100, "%+.2f %%");
}

// What it is, and how far it may be from that.
std::string withError(double value, const char* format, double error) {
    const std::string text = number(value, format);
    return std::isfinite(error) ? text + " +- " + number(error, "%.2g") : text;
}

void printLoss(const Outcome& outcome) {
    const Quality &before = outcome.baseline, &after = outcome.edited;
    printRow("perplexity", number(before.perplexity, "%.4f"), number(after.perplexity, "%.4f"), change(before.perplexity, after.perplexity));
    if (std::isfinite(before.bitsPerByte)) {
        printRow("  per word", number(before.wordPerplexity, "%.4f"), number(after.wordPerplexity, "%.4f"),
                 change(before.wordPerplexity, after.wordPerplexity));
        printRow("bits per byte", number(before.bitsPerByte, "%.4f"), number(after.bitsPerByte, "%.4f"),
                 number(after.bitsPerByte - before.bitsPerByte, "%+.4f"));
    }
    printRow("loss (nats)", number(before.loss, "%.4f"), number(after.loss, "%.4f"),
             withError(outcome.loss.mean, "%+.4f", outcome.loss.standardError));
    printRow("  standard error", number(before.lossStandardError, "%.4f"), number(after.lossStandardError, "%.4f"),
             "over " + outcome.standardErrorOver);
    printRow("KL divergence", "", number(outcome.klDivergence, "%.5f"));
    printRow("same top token", "", number(outcome.top1Agreement * 100, "%.2f %%"));
    printRow("error of last state", "", number(outcome.stateError, "%.4f"));
}

void printTask(const Outcome& outcome) {
    const Accuracy &before = *outcome.baseline.task, &after = *outcome.edited.task;
    printRow("accuracy", number(before.accuracy, "%.4f"), number(after.accuracy, "%.4f"),
             withError(outcome.accuracy.mean, "%+.4f", outcome.accuracy.standardError));
    printRow("  standard error", number(before.standardError, "%.4f"), number(after.standardError, "%.4f"),
             "of " + std::to_string(after.questions) + " questions");
    printRow("  normalized", number(before.accuracyNormalized, "%.4f"), number(after.accuracyNormalized, "%.4f"),
             withError(outcome.accuracyNormalized.mean, "%+.4f", outcome.accuracyNormalized.standardError));
}

void printSizeAndSpeed(const Outcome& outcome) {
    const Quality &before = outcome.baseline, &after = outcome.edited;
    printRow("parameters", formatCount(before.parameters), formatCount(after.parameters),
             change(static_cast<double>(before.parameters), static_cast<double>(after.parameters)));
    printRow("multiply-adds/token", formatCount(before.multiplyAdds), formatCount(after.multiplyAdds),
             change(static_cast<double>(before.multiplyAdds), static_cast<double>(after.multiplyAdds)));
    printRow("size", formatSize(before.bytes), formatSize(after.bytes), change(static_cast<double>(before.bytes), static_cast<double>(after.bytes)));
    const auto rate = [](const char* name, double a, double aSpread, double b, double bSpread) {
        printRow(name, number(a, "%.4g"), number(b, "%.4g"), change(a, b));
        printRow("  spread", number(aSpread, "%.2g"), number(bSpread, "%.2g"), "interquartile range");
    };
    if (!std::isfinite(before.decodeTokensPerSecond)) return;
    rate("prefill tokens/s", before.prefillTokensPerSecond, before.prefillSpread, after.prefillTokensPerSecond, after.prefillSpread);
    rate("decode tokens/s", before.decodeTokensPerSecond, before.decodeSpread, after.decodeTokensPerSecond, after.decodeSpread);
    printRow("  ideal, by blocks", "", "", number((outcome.idealSpeedup - 1) * 100, "%+.2f %%"));
}

void printFits(const Outcome& outcome) {
    if (outcome.fits.empty()) return;
    std::printf("\n  %-22s %14s %14s   %s\n", "map", "R2 in sample", "R2 held out", "ridge");
    for (const FitQuality& fit : outcome.fits) printRow(fit.edit.c_str(), number(fit.inSample, "%.4f"), number(fit.heldOut, "%.4f"), number(fit.ridge, "%.2g"));
}

void printOutcome(const Outcome& outcome) {
    std::printf("plan %s", outcome.plan.empty() ? "(unedited)" : outcome.plan.c_str());
    if (!outcome.protocol.empty())
        std::printf(", protocol %s, %lld predicted tokens", outcome.protocol.c_str(), static_cast<long long>(outcome.edited.tokens));
    std::printf("\n\n");
    printRow("", "unedited", "edited", "change");
    if (!outcome.protocol.empty()) printLoss(outcome);
    if (outcome.edited.task) printTask(outcome);
    printSizeAndSpeed(outcome);
    printFits(outcome);
    constexpr std::size_t width = 38;
    for (const Sample& sample : outcome.samples) {
        std::printf("\n> %s\n", sample.prompt.c_str());
        printSideBySide("unedited", "edited", width);
        printSideBySide(sample.baseline, sample.edited, width);
    }
}

Outcome measure(const WhatIfOptions& options, const Session& session) {
    if (options.data.files.empty() && options.run.empty() && options.task.empty() && options.prompts.empty())
        throw UsageError("give texts to measure on with --data, or a run with --run, questions with --task, or a prompt with --sample");
    // Before minutes of work, not after.
    const Plan plan = Plan::parse(options.plan);
    if (const ModelSummary model = inspectModel(options.model); model.supported) plan.check(model.layers);
    WhatIfRequest request = options.request();
    request.run = options.run;
    request.ridge = options.fit.ridgeValue();
    request.inSequence = options.fit.inSequence;
    request.healed = options.healed;
    request.prompts = options.prompts;
    request.sampleTokens = options.sampleTokens;
    const JobContext job = session.job();
    return WhatIf(request, job).measure(plan, !options.noSpeed, {}, job);
}

}  // namespace

void addWhatIf(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("whatif", "Measures a plan against the unedited model");
    command->footer("Examples: strato whatif models/gpt2 --run gpt2.strato --data test.txt --plan 3=linear,10-11=drop\n"
                    "          strato whatif models/gpt2 --task arc_easy.jsonl --sample 'Once upon a time' --plan 10=drop\n"
                    "Where: a block (7), a span replaced as one (5-8), half a block (7.attention, 7.mlp).\n"
                    "Actions: drop; linear, a least-squares map; lowrank:R, one of rank R; merge, a map folded into the weights before.\n" + evaluationHelp());
    auto options = std::make_shared<WhatIfOptions>();
    addEvaluationOptions(*command, *options);
    command->add_option("--run", options->run, "The run file of this model, where linear maps come from");
    command->add_option("--plan", options->plan, "The plan")->required();
    addFitOptions(*command, options->fit);
    command->add_flag("--healed", options->healed, "Take the maps that strato heal trained for this very plan, from the run");
    command->add_option("--sample", options->prompts, "A prompt that both models continue, always with the likeliest token; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--sample-tokens", options->sampleTokens, "How far")->check(CLI::Range(1, 1 << 20))->capture_default_str();
    command->callback([options, &session] {
        const Outcome outcome = measure(*options, session);
        if (options->json) {
            Session::printJson(toJson(outcome));
            return;
        }
        printOutcome(outcome);
        session.warn(outcome.warnings);
    });
}

}  // namespace strato::cli
