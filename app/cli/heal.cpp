#include <cmath>
#include <cstdio>

#include "app/cli/evaluation.h"
#include "core/base/sizes.h"
#include "core/runs/heal_json.h"

namespace strato::cli {

namespace {

struct HealOptions {
    std::string model, run, plan, out;
    std::vector<std::string> evaluation;
    DataOptions data;
    FitChoices fit;
    HealRequest request;
    bool json = false;
};

HealRequest requestOf(const HealOptions& options) {
    const TextRequest texts = options.data.request();
    HealRequest request = options.request;
    request.model = options.model;
    request.run = options.run;
    request.plan = Plan::parse(options.plan);
    request.data = texts.files;
    request.textField = texts.textField;
    request.sequenceLength = texts.sequenceLength;
    request.tokens = texts.tokens;
    request.evaluation = {options.evaluation.begin(), options.evaluation.end()};
    request.out = options.out;
    request.ridge = options.fit.ridgeValue();
    request.inSequence = options.fit.inSequence;
    return request;
}

void printRow(const char* name, double unedited, double before, double after) {
    std::printf("  %-18s %12.4f %12.4f %12.4f\n", name, unedited, before, after);
}

void print(const HealReport& report) {
    std::printf("plan %s, protocol %s, %lld predicted tokens\n\n", report.plan.c_str(), report.protocol.c_str(),
        static_cast<long long>(report.after.tokens));
    std::printf("  %-18s %12s %12s %12s\n", "", "unedited", "fitted", "healed");
    printRow("perplexity", report.baseline.perplexity, report.before.perplexity, report.after.perplexity);
    printRow("loss (nats)", report.baseline.loss, report.before.loss, report.after.loss);
    printRow("KL divergence", 0, report.klBefore, report.klAfter);
    std::printf("\nhealing changed the loss by %+.4f +- %.2g (over %s)\n", report.loss.mean, report.loss.standardError,
        report.standardErrorOver.c_str());
    const HealPoint &first = report.curve.front(), &last = report.curve.back();
    std::printf("%d steps in %s%s, best after %d: validation loss %.4f at the start, %.4f at the end\n", last.step,
        formatDuration(report.seconds).c_str(),
                report.stopped == "early" ? ", stopped early" : "", report.bestStep, first.validationLoss, last.validationLoss);
    if (!report.out.empty()) std::printf("model folder: %s\n", report.out.string().c_str());
}

void addTrainingOptions(CLI::App& command, HealRequest& request) {
    HealSettings& settings = request.settings;
    const auto add = [&](const char* name, auto& value, const char* text, const CLI::Validator& check) {
        command.add_option(name, value, text)->check(check)->capture_default_str();
    };
    add("--steps", settings.steps, "Steps at most", CLI::PositiveNumber);
    add("--learning-rate", settings.learningRate, "The highest, after a twentieth of the steps", CLI::PositiveNumber);
    add("--batch-tokens", settings.batchTokens, "Tokens a step, in whole windows", CLI::PositiveNumber);
    add("--kl", settings.kl, "Weight of KL(unedited || edited) at the output, beside the error of the states", CLI::NonNegativeNumber);
    add("--validation", settings.validation, "Share of the documents of --data that tells when to stop", CLI::Range(0.0, 1.0));
    add("--patience", settings.patience, "Stop after so many validations, of twenty, without a better one; 0: never", CLI::NonNegativeNumber);
    add("--seed", settings.seed, "Of the order of the texts", CLI::NonNegativeNumber);
    command.add_flag("--train-blocks", settings.trainBlocks,
        "The blocks from the one before the first edit on learn too, not only the maps; they are in OUT only, and --learning-rate is 1e-4 unless given");
    command.add_flag("--resume", request.resume, "Go on from OUT.heal, which a training that was stopped left behind");
}

}  // namespace

void addHeal(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("heal", "Trains the replacements of a plan to follow the unedited model, and exports");
    command->footer(
        "Example: strato heal models/gpt2 --run gpt2.strato --plan 3=linear,7-8=linear --data train.jsonl --eval test.txt --kl 1 --out healed\n"
        "Trained are the maps of linear, lowrank and merge, from their least-squares fits on; everything else is frozen, unless --train-blocks\n"
        "lets the blocks learn too, for drops as well. What is lowered is the error of the stream behind every edit, and with --kl the divergence\n"
        "of the predictions. The maps stay in the run, where strato whatif --healed finds them.");
    auto options = std::make_shared<HealOptions>();
    addModelArgument(*command, options->model);
    command->add_option("--run", options->run, "The run file of this model, where the maps come from and are kept")->required();
    command->add_option("--plan", options->plan, "The plan")->required();
    addDataOptions(*command, options->data)->required();
    command->remove_option(command->get_option("--chunk-characters"));
    command->add_option("--eval", options->evaluation, "Texts to measure on, before and after; default: the share of --data that tells when to stop");
    command->add_option("--protocol", options->request.protocol,
        "How perplexity is taken on --eval: windows-N, lmeval-wikitext, gptq-N or hf-stride-S");
    command->add_option("--out", options->out, "The folder to write; must not exist")->required();
    addFitOptions(*command, options->fit);
    addTrainingOptions(*command, options->request);
    addComputeOptions(*command, options->request.compute);
    addJsonFlag(*command, options->json);
    command->callback([options, command, &session] {
        HealRequest request = requestOf(*options);
        if (request.settings.trainBlocks && command->count("--learning-rate") == 0) request.settings.learningRate = 1e-4;
        const HealReport report = healPlan(request, {}, session.job());
        if (options->json) {
            Session::printJson(toJson(report));
            return;
        }
        print(report);
        session.warn(report.warnings);
    });
}

}  // namespace strato::cli
