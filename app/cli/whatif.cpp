#include <cmath>
#include <cstdio>
#include <iostream>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/model/inspect.h"
#include "core/runs/outcome_json.h"
#include "core/runs/what_if.h"

namespace strato::cli {

namespace {

struct Options {
    std::string model, run, plan, protocol;
    DataOptions data;
    Compute compute;
    bool json = false, noSpeed = false;
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

void printOutcome(const Outcome& outcome) {
    const Quality &before = outcome.baseline, &after = outcome.edited;
    std::printf("plan %s, protocol %s, %lld predicted tokens\n\n", outcome.plan.empty() ? "(unedited)" : outcome.plan.c_str(),
                outcome.protocol.c_str(), static_cast<long long>(after.tokens));
    printRow("", "unedited", "edited", "change");
    printRow("perplexity", number(before.perplexity, "%.4f"), number(after.perplexity, "%.4f"), change(before.perplexity, after.perplexity));
    printRow("loss (nats)", number(before.loss, "%.4f"), number(after.loss, "%.4f"), number(after.loss - before.loss, "%+.4f"));
    printRow("  standard error", number(before.lossStandardError, "%.4f"), number(after.lossStandardError, "%.4f"));
    printRow("parameters", formatCount(before.parameters), formatCount(after.parameters),
             change(static_cast<double>(before.parameters), static_cast<double>(after.parameters)));
    printRow("size", formatSize(before.bytes), formatSize(after.bytes), change(static_cast<double>(before.bytes), static_cast<double>(after.bytes)));
    printRow("prefill tokens/s", number(before.prefillTokensPerSecond, "%.0f"), number(after.prefillTokensPerSecond, "%.0f"),
             change(before.prefillTokensPerSecond, after.prefillTokensPerSecond));
    printRow("decode tokens/s", number(before.decodeTokensPerSecond, "%.1f"), number(after.decodeTokensPerSecond, "%.1f"),
             change(before.decodeTokensPerSecond, after.decodeTokensPerSecond));
    printRow("KL divergence", "", number(outcome.klDivergence, "%.5f"));
    printRow("same top token", "", number(outcome.top1Agreement * 100, "%.2f %%"));
}

Outcome measure(const Options& options, bool speed, const Session& session) {
    const TextRequest texts = options.data.request();
    if (texts.chunkCharacters > 0) throw UsageError("--chunk-characters is for analyze and dump; perplexity reads whole windows");
    // Before minutes of work, not after.
    const Plan plan = Plan::parse(options.plan);
    if (const ModelSummary model = inspectModel(options.model); model.supported) plan.check(model.layers);
    const JobContext job = session.job();
    WhatIf whatIf({.model = options.model,
                   .run = options.run,
                   .data = texts.files,
                   .textField = texts.textField,
                   .sequenceLength = texts.sequenceLength,
                   .tokens = texts.tokens,
                   .compute = options.compute},
                  job);
    return whatIf.measure(plan, speed, {}, job);
}

// "windows" or "windows-N", the one protocol of this version.
void applyProtocol(Options& options) {
    const std::string name = "windows";
    if (options.protocol.empty() || options.protocol == name) return;
    const std::string digits = options.protocol.starts_with(name + "-") ? options.protocol.substr(name.size() + 1) : "";
    if (digits.empty() || digits.size() > 8 || digits.find_first_not_of("0123456789") != std::string::npos)
        throw UsageError("protocol '" + options.protocol + "' is not available; this version has windows-N (disjoint windows of N tokens)");
    options.data.sequenceLength = std::stoi(digits);
}

}  // namespace

void addWhatIf(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("whatif", "Measures a plan against the unedited model");
    command->footer("Example: strato whatif models/gpt2 --run gpt2.strato --data test.txt --plan 3=linear,10-11=drop\n"
                    "Actions: drop, linear. A whole block (7), a span (5-8), or half a block (7.attention, 7.mlp; drop only).");
    auto options = std::make_shared<Options>();
    addModelArgument(*command, options->model);
    command->add_option("--run", options->run, "The run file of this model, where linear maps come from");
    addDataOptions(*command, options->data);
    command->add_option("--plan", options->plan, "The plan")->required();
    command->add_flag("--no-speed", options->noSpeed, "Leave out the timing");
    addComputeOptions(*command, options->compute);
    addJsonFlag(*command, options->json);
    command->callback([options, &session] {
        if (options->data.files.empty() && options->run.empty()) throw UsageError("give texts to measure on with --data, or a run with --run");
        const Outcome outcome = measure(*options, !options->noSpeed, session);
        if (options->json) {
            Session::printJson(toJson(outcome));
            return;
        }
        printOutcome(outcome);
        session.warn(outcome.warnings);
    });
}

void addEval(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("eval", "Perplexity of a model on texts");
    command->footer("Example: strato eval models/gpt2 --data test.txt --protocol windows-1024");
    auto options = std::make_shared<Options>();
    addModelArgument(*command, options->model);
    addDataOptions(*command, options->data)->required();
    command->add_option("--protocol", options->protocol, "windows-N: disjoint windows of N tokens, each a fresh context, its first token not predicted");
    command->add_flag("--no-speed", options->noSpeed, "Leave out the timing");
    addComputeOptions(*command, options->compute);
    addJsonFlag(*command, options->json);
    command->callback([options, &session] {
        applyProtocol(*options);
        const Outcome outcome = measure(*options, !options->noSpeed, session);
        nlohmann::ordered_json json = toJson(outcome.baseline);
        json["protocol"] = outcome.protocol;
        if (options->json) Session::printJson(json);
        else
            for (const auto& [key, value] : json.items()) std::printf("  %-26s %s\n", key.c_str(), value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
    });
}

}  // namespace strato::cli
