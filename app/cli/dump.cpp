#include <iostream>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/runs/dump.h"

namespace strato::cli {

void addDump(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("dump", "Forward pass; writes every state and the logits as safetensors");
    command->footer("Example: strato dump models/gpt2 --data prompts.txt --tokens 1024 --out states.safetensors");
    struct Options {
        std::string model, ids, out;
        DataOptions data;
        Compute compute;
        bool noLogits = false;
    };
    auto options = std::make_shared<Options>();
    addModelArgument(*command, options->model);
    CLI::Option* ids = command->add_option("--ids", options->ids, "A safetensors file with input_ids [B,T] and perhaps attention_mask");
    CLI::Option* files = addDataOptions(*command, options->data)->excludes(ids);
    command->add_option("--out", options->out, "The safetensors file to write")->required();
    command->add_flag("--no-logits", options->noLogits, "Leave the logits out");
    addComputeOptions(*command, options->compute);
    command->callback([options, ids, files, &session] {
        if (ids->count() + files->count() == 0) throw UsageError("give ids with --ids or texts with --data");
        const DumpReport report = dumpModel({.model = options->model,
                                             .ids = options->ids,
                                             .texts = options->data.request(),
                                             .out = options->out,
                                             .logits = !options->noLogits,
                                             .compute = options->compute},
                                            session.job());
        std::cout << report.rows << " sequences of up to " << report.columns << " tokens, " << report.states << " states: " << options->out << "\n";
    });
}

}  // namespace strato::cli
