#include <iostream>

#include "app/cli/command.h"
#include "core/base/atomic_output.h"
#include "core/runs/compare.h"
#include "core/runs/compare_json.h"

namespace strato::cli {

namespace {

struct CompareOptions {
    std::vector<std::string> runs;
    std::string csv;
    bool json = false;
};

void compareFiles(const CompareOptions& options, const Session& session) {
    const Comparison comparison = compareRuns({options.runs.begin(), options.runs.end()});
    if (!options.csv.empty()) {
        AtomicFile file(options.csv);
        file.write(comparisonCsv(comparison));
        file.commit();
    }
    if (options.json) {
        Session::printJson(toJson(comparison));
        return;
    }
    std::cout << comparisonTable(comparison) << "\nMeans over blocks; adjusted and held-out are without residual. "
              << "Every block with its depth: --csv or --json.\n";
    session.warn(comparison.warnings);
}

}  // namespace

void addCompare(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("compare", "Several runs over normalised depth, checkpoints over training steps");
    command->footer("Example: strato compare pythia-step1000.strato pythia-step4000.strato --csv pythia.csv\n"
                    "A block's depth is its number over the last block's. Runs whose model folders are named for a step (step1000,\n"
                    "checkpoint-500) and that share architecture and size become a series over steps.");
    auto options = std::make_shared<CompareOptions>();
    command->add_option("RUN", options->runs, "Run files (*.strato), two or more")->required()->expected(2, 1 << 12);
    command->add_option("--csv", options->csv, "Write one row for every run and block");
    addJsonFlag(*command, options->json);
    command->callback([options, &session] { compareFiles(*options, session); });
}

}  // namespace strato::cli
