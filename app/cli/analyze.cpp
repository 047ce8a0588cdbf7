#include <iostream>
#include <sstream>

#include "app/cli/command.h"
#include "core/base/sizes.h"
#include "core/runs/analyze.h"
#include "core/runs/run_file.h"
#include "core/runs/run_json.h"

namespace strato::cli {

namespace {

struct AnalyzeOptions {
    std::string model, out, measures;
    DataOptions data;
    CLI::Option* tokens = nullptr;
    AnalysisRequest request;
    bool json = false;
};

void printRun(const Run& run, const std::string& file) {
    std::cout << run.model.folder.filename().string() << " (" << run.model.family << ", " << run.model.layers << " blocks of width "
              << run.model.hiddenSize << ") on " << run.data.tokens << " tokens of " << run.data.documents
              << (run.data.documents == 1 ? " document\n\n" : " documents\n\n")
              << blocksTable(run) << "\n";
    if (!run.complete()) std::cout << run.blocks.size() << " of " << run.model.layers << " blocks are finished\n";
    std::cout << "run file: " << file << "\n";
}

// "states,halves" as a list; "all" and "none" by name.
std::vector<std::string> measuresOf(const std::string& text) {
    if (text == "all") return {"states", "procrustes", "mergeable", "halves"};
    if (text == "none") return {};
    std::vector<std::string> measures;
    std::istringstream list(text);
    for (std::string measure; std::getline(list, measure, ',');) measures.push_back(measure);
    return measures;
}

void analyze(const AnalyzeOptions& options, const Session& session) {
    AnalysisRequest request = options.request;
    const TextRequest texts = options.data.request();
    request.model = options.model;
    request.data = texts.files;
    request.textField = texts.textField;
    request.sequenceLength = texts.sequenceLength;
    request.chunkCharacters = texts.chunkCharacters;
    request.tokens = options.tokens->count() > 0 ? texts.tokens : -1;
    request.run = options.out;
    if (!options.measures.empty()) request.measures = measuresOf(options.measures);
    bool told = session.quiet;
    const RunListener tellCost = [&told](const std::shared_ptr<const Run>& run) {
        if (std::exchange(told, true)) return;
        const AnalysisEstimate& cost = run->estimate;
        std::cerr << "strato: about " << formatDuration(cost.seconds) << " and " << formatSize(cost.memoryBytes) << " of memory"
                  << (cost.diskBytes > 0 ? ", with " + formatSize(cost.diskBytes) + " in files beside the run" : "") << "\n";
    };
    const Run run = analyzeModel(request, tellCost, session.job());
    if (options.json) {
        Session::printJson(toJson(run));
        return;
    }
    printRun(run, options.out);
    session.warn(run.warnings);
}

}  // namespace

void addAnalyze(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("analyze", "The geometry of every layer, into a run file");
    command->footer("Example: strato analyze models/gpt2 --data prompts.txt --out gpt2.strato\n"
                    "Without --tokens it stops after ten times the model's width, at least 16384 tokens.");
    auto options = std::make_shared<AnalyzeOptions>();
    addModelArgument(*command, options->model);
    addDataOptions(*command, options->data)->required();
    options->tokens = command->get_option("--tokens");
    command->add_option("--out", options->out, "The run file to write (*.strato)")->required();
    command->add_option("--folds", options->request.folds, "Held-out scores over so many groups of documents; 0: none")
        ->check(CLI::Range(0, 100))->capture_default_str();
    command->add_flag("--skip-first-token", options->request.skipFirstToken, "Leave the first token of every window out of every sum");
    command->add_option("--measures", options->measures,
                        "What to measure beyond linearity: a list of states (spectra, dimension), procrustes, mergeable, halves (attention and MLP on "
                        "their own); or all, or none. Without it: states,procrustes,mergeable");
    command->add_option("--pairs", options->request.pairs, "Relations of every state to every later one: none, linearity, or all (CKA, angular distance too)")
        ->check(CLI::IsMember({"none", "linearity", "all"}))->capture_default_str();
    command->add_option("--logit-lens", options->request.lensTokens, "Read so many first tokens through the output matrix at every depth")
        ->check(CLI::Range(0, 1 << 16))->capture_default_str();
    command->add_flag("--resume", options->request.resume, "Go on with the run file where it was interrupted");
    addComputeOptions(*command, options->request.compute);
    addJsonFlag(*command, options->json);
    command->callback([options, &session] { analyze(*options, session); });
}

void addShow(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("show", "What a run file holds");
    command->footer("Example: strato show gpt2.strato --json");
    struct ShowOptions {
        std::string run;
        bool json = false;
    };
    auto options = std::make_shared<ShowOptions>();
    command->add_option("RUN", options->run, "A run file (*.strato)")->required();
    addJsonFlag(*command, options->json);
    command->callback([options, &session] {
        const Run run = RunFile::open(options->run).read();
        if (options->json) {
            Session::printJson(toJson(run));
            return;
        }
        printRun(run, options->run);
        session.warn(run.warnings);
    });
}

}  // namespace strato::cli
