#include <cstdio>

#include "app/cli/evaluation.h"
#include "core/base/error.h"
#include "core/runs/outcome_json.h"

namespace strato::cli {

void addEval(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("eval", "Perplexity of a model on texts, and its answers to questions with choices");
    command->footer("Examples: strato eval models/gpt2 --data test.txt --protocol windows-1024\n"
                    "          strato eval models/gpt2 --data wikitext.jsonl --text-field page --protocol lmeval-wikitext\n"
                    "          strato eval models/gpt2 --task arc_easy.jsonl\n" + evaluationHelp());
    auto choices = std::make_shared<EvaluationChoices>();
    addEvaluationOptions(*command, *choices);
    command->callback([choices, &session] {
        if (choices->data.files.empty() && choices->task.empty()) throw UsageError("give texts with --data, or questions with --task");
        if (choices->data.files.empty() && !choices->protocol.empty()) throw UsageError("--protocol says how texts are read; give some with --data");
        const JobContext job = session.job();
        WhatIf model(choices->request(), job);
        const Outcome outcome = model.measure({}, !choices->noSpeed, {}, job);
        nlohmann::ordered_json json = evaluationJson(outcome);
        if (choices->json) {
            Session::printJson(json);
            return;
        }
        json.erase("warnings");
        for (const auto& [key, value] : json.items())
            std::printf("  %-26s %s\n", key.c_str(), value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
        session.warn(outcome.warnings);
    });
}

}  // namespace strato::cli
