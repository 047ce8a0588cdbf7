#include <cstdio>
#include <iostream>

#include "app/cli/evaluation.h"
#include "core/base/sizes.h"
#include "core/runs/publish.h"

namespace strato::cli {

void addExport(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("export", "Writes the edited model as a Hugging Face folder, reloads it and compares");
    command->footer("Examples: strato export models/gpt2 --run gpt2.strato --plan 9=merge,10-11=drop --out gpt2-9\n"
                    "          strato export models/gpt2 --run gpt2.strato --plan 5=linear,7.mlp=drop --custom-code --out gpt2-linear");
    struct Options {
        std::string model, run, plan, out;
        bool customCode = false, healed = false;
        FitChoices fit;
        Compute compute;
    };
    auto options = std::make_shared<Options>();
    addModelArgument(*command, options->model);
    command->add_option("--run", options->run, "The run file the plan was made on; its quality is measured and recorded");
    command->add_option("--plan", options->plan, "The plan; a stock checkpoint holds dropped blocks, and merged ones where the family allows")->required();
    command->add_option("--out", options->out, "The folder to write; must not exist")->required();
    command->add_flag("--custom-code", options->customCode,
                      "Any plan: where no stock checkpoint can hold it, with a modelling file that loads with trust_remote_code=True");
    addFitOptions(*command, options->fit);
    command->add_flag("--healed", options->healed, "Take the maps that strato heal trained for this very plan, from the run");
    addComputeOptions(*command, options->compute);
    command->callback([options, &session] {
        const ExportReport report = exportPlan({.model = options->model,
                                                .run = options->run,
                                                .plan = Plan::parse(options->plan),
                                                .out = options->out,
                                                .customCode = options->customCode,
                                                .ridge = options->fit.ridgeValue(),
                                                .inSequence = options->fit.inSequence,
                                                .healed = options->healed,
                                                .compute = options->compute},
                                               session.job());
        std::printf("%s: %d of %d layers, %s of %s parameters, %s\n", options->out.c_str(), report.layersAfter, report.layersBefore,
                    formatCount(report.parametersAfter).c_str(), formatCount(report.parametersBefore).c_str(), formatSize(report.bytes).c_str());
        std::printf("%s\n", report.cut.c_str());
        if (report.customCode) std::printf("loads with AutoModelForCausalLM.from_pretrained(..., trust_remote_code=True)\n");
        std::printf("reloaded and compared over %lld tokens: largest logit difference %.3g\n", static_cast<long long>(report.comparedTokens),
                    report.largestLogitDifference);
    });
}

}  // namespace strato::cli
