#include <cmath>
#include <cstdio>
#include <sstream>

#include "app/cli/evaluation.h"
#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/runs/search_json.h"
#include "core/runs/search_plans.h"

namespace strato::cli {

namespace {

struct PlanOptions {
    std::string model, run, strategies = "greedy", action = "drop", protocol, csv;
    DataOptions data;
    FitChoices fit;
    Compute compute;
    int maxLayers = 0, randomCuts = 0;
    double tolerance = 0.01;
    std::uint64_t seed = 1;
    bool all = false, json = false;
};

ActionKind actionOf(const std::string& name) {
    if (name == "drop") return ActionKind::drop;
    if (name == "linear") return ActionKind::linear;
    if (name == "merge") return ActionKind::merge;
    throw UsageError("action '" + name + "' is unknown; use drop, linear or merge");
}

SearchRequest requestOf(const PlanOptions& options) {
    const TextRequest texts = options.data.request();
    if (texts.chunkCharacters > 0) throw UsageError("--chunk-characters is for analyze and dump; perplexity reads whole windows");
    SearchRequest request{.model = options.model,
                          .run = options.run,
                          .data = texts.files,
                          .textField = texts.textField,
                          .sequenceLength = texts.sequenceLength,
                          .tokens = texts.tokens,
                          .protocol = options.protocol,
                          .strategies = {},
                          .action = actionOf(options.action),
                          .maxLayers = options.maxLayers,
                          .tolerance = options.tolerance,
                          .randomCuts = options.randomCuts,
                          .seed = options.seed,
                          .dropEarly = !options.all,
                          .ridge = options.fit.ridgeValue(),
                          .compute = options.compute};
    std::istringstream names(options.strategies);
    for (std::string name; std::getline(names, name, ',');) request.strategies.push_back(name);
    return request;
}

void print(const SearchReport& report) {
    std::printf("unedited: perplexity %.4f, loss %.4f, protocol %s, %lld predicted tokens\n", report.perplexity, report.loss, report.protocol.c_str(),
                static_cast<long long>(report.tokens));
    for (const SearchCurve& curve : report.curves) {
        std::printf("\n%s\n  %6s %7s %12s %10s %10s   %s\n", curve.strategy.c_str(), "layers", "share", "perplexity", "loss", "rise", "plan");
        for (const SearchPoint& point : curve.points)
            std::printf("  %6d %6.1f%% %12.4f %10.4f %+10.4f   %s\n", point.layers, 100.0 * point.layers / report.layers, point.perplexity, point.loss, point.rise, point.plan.text().c_str());
        std::printf("  %s%s%s\n", curve.sentence.c_str(), curve.recommended.layers > 0 ? "\n  --plan " : "", curve.recommended.plan.text().c_str());
    }
    if (report.random.empty()) return;
    std::printf("\nrandom cuts\n  %6s %6s %12s %12s %12s   loss\n", "layers", "cuts", "mean", "lowest", "highest");
    for (const RandomBand& band : report.random) std::printf("  %6d %6d %12.4f %12.4f %12.4f\n", band.layers, band.cuts, band.mean, band.low, band.high);
}

void search(const PlanOptions& options, const Session& session) {
    const SearchReport report = searchPlans(requestOf(options), {}, session.job());
    if (!options.csv.empty()) {
        AtomicFile file(options.csv);
        file.write(searchCsv(report));
        file.commit();
    }
    if (options.json) return Session::printJson(toJson(report));
    print(report);
    session.warn(report.warnings);
}

}  // namespace

void addPlan(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("plan", "Searches for the plan that changes most blocks for the least loss");
    command->footer("Example: strato plan models/gpt2 --run gpt2.strato --data valid.txt --strategy linearity,greedy --action linear --tolerance 0.02\n"
                    "Strategies: linearity (most linear blocks first), influence (least Block Influence first), angular (the span that turns the\n"
                    "stream least), greedy (the cheapest next block, measured), beam:K (greedy with K plans kept), random. Several, with commas, on one text.");
    auto options = std::make_shared<PlanOptions>();
    addModelArgument(*command, options->model);
    command->add_option("--run", options->run, "The run file of this model: scores and maps")->required();
    addDataOptions(*command, options->data);
    command->add_option("--protocol", options->protocol, "As eval has it");
    command->add_option("--strategy", options->strategies, "How cuts are chosen")->capture_default_str();
    command->add_option("--action", options->action, "drop, linear or merge")->capture_default_str();
    command->add_option("--max-layers", options->maxLayers, "Change at most so many blocks; default half of them")->check(CLI::Range(1, 1 << 16));
    command->add_option("--tolerance", options->tolerance, "The loss may rise by this share")->check(CLI::Range(0.0, 1e6))->capture_default_str();
    command->add_option("--random", options->randomCuts, "Also measure so many random cuts of each size")->check(CLI::Range(0, 1 << 10));
    command->add_option("--seed", options->seed, "Of random cuts")->capture_default_str();
    command->add_flag("--measure-all", options->all, "Measure every candidate on all of the text, hopeless ones too");
    command->add_option("--csv", options->csv, "Write one row for every point");
    addRidgeOption(*command, options->fit);
    addComputeOptions(*command, options->compute);
    addJsonFlag(*command, options->json);
    command->callback([options, &session] { search(*options, session); });
}

}  // namespace strato::cli
