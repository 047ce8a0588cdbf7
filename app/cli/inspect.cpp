#include <iostream>
#include <optional>

#include "app/cli/command.h"
#include "core/base/sizes.h"
#include "core/measure/analysis_estimate.h"
#include "core/model/inspect.h"
#include "core/runs/analyze.h"
#include "core/runs/run_json.h"

namespace strato::cli {

namespace {

constexpr std::int64_t estimatedTokens = 10'000;

void printEstimate(const AnalysisEstimate& estimate) {
    std::cout << "  analysis      about " << formatSize(estimate.memoryBytes) << " of memory and " << formatDuration(estimate.seconds) << " for "
              << formatCount(estimate.tokens) << " tokens, on this processor in float32\n"
              << "  work          " << formatCount(estimate.multiplyAddsPerToken) << " multiply-adds a token\n";
}

void printSummary(const ModelSummary& summary) {
    std::cout << summary.folder.string() << "\n"
              << "  family        " << summary.family << (summary.architecture.empty() ? "" : " (" + summary.architecture + ")") << "\n";
    if (summary.layers > 0)
        std::cout << "  layers        " << summary.layers << " blocks, " << summary.layers + 1 << " states of width " << summary.hiddenSize << "\n"
                  << "  attention     " << summary.attentionHeads << " heads, " << summary.keyValueHeads << " for keys and values\n"
                  << "  parameters    " << formatCount(summary.parameters) << " (" << formatSize(summary.bytes) << " as " << summary.dtype << ")\n"
                  << "  vocabulary    " << summary.vocabularySize << "\n"
                  << "  context       " << summary.contextLength << " tokens\n"
                  << "  largest block " << formatSize(summary.largestBlockBytes) << "\n";
    std::cout << "  tokeniser     " << (summary.tokenizer.empty() ? "none" : summary.tokenizer) << "\n"
              << "  supported     " << (summary.supported ? "yes" : "no: " + summary.reason) << "\n";
    std::string exports;
    for (const std::string& name : summary.exports) exports += (exports.empty() ? "" : ", ") + name;
    std::cout << "  exports       " << (exports.empty() ? "none" : exports) << "\n";
}

}  // namespace

void addInspect(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("inspect", "What a model folder holds and whether it can run");
    command->footer("Example: strato inspect models/pythia-70m --json");
    struct Options {
        std::string model;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    addModelArgument(*command, options->model);
    addJsonFlag(*command, options->json);
    command->callback([options, &session] {
        const ModelSummary summary = inspectModel(options->model);
        std::optional<AnalysisEstimate> estimate;
        if (summary.supported) estimate = estimateAnalysis({.model = summary.folder, .data = {}, .run = {}, .tokens = estimatedTokens, .compute = {}});
        if (options->json) {
            auto json = toJson(summary);
            if (estimate) json["estimate"] = toJson(*estimate);
            Session::printJson(json);
            return;
        }
        printSummary(summary);
        if (estimate) printEstimate(*estimate);
        session.warn(summary.warnings);
    });
}

}  // namespace strato::cli
