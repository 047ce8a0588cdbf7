// What every command of strato shares: how a subcommand is set up, where results go, how progress is shown.
//
//     void addInspect(CLI::App& app, Session& session);   // one such function per command, in a file of its own
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/runs/texts.h"

namespace strato::cli {

// The state of one invocation. Results go to stdout, everything else to stderr.
class Session {
public:
    bool quiet = false;

    // A context whose progress shows as a bar on a terminal and as a line every few seconds otherwise, and which stops on
    // SIGINT and SIGTERM.
    JobContext job() const;

    // One JSON object and nothing else.
    static void printJson(const nlohmann::ordered_json& json);
    void warn(const std::vector<std::string>& warnings) const;
};

// Options that several commands have. Values land in the struct, which must outlive the parsing.
void addModelArgument(CLI::App& command, std::string& model);
void addJsonFlag(CLI::App& command, bool& json);
void addComputeOptions(CLI::App& command, Compute& compute);

// --data and the options of token windows.
struct DataOptions {
    std::vector<std::string> files;
    std::string textField = "text";
    int sequenceLength = 0;
    std::int64_t tokens = 0;
    int chunkCharacters = 0;

    TextRequest request() const;
};
CLI::Option* addDataOptions(CLI::App& command, DataOptions& data);

void addAnalyze(CLI::App& app, Session& session);
void addCompare(CLI::App& app, Session& session);
void addDump(CLI::App& app, Session& session);
void addEval(CLI::App& app, Session& session);
void addExport(CLI::App& app, Session& session);
void addHeal(CLI::App& app, Session& session);
void addInspect(CLI::App& app, Session& session);
void addPlan(CLI::App& app, Session& session);
void addShow(CLI::App& app, Session& session);
void addStories(CLI::App& app, Session& session);
void addTokenize(CLI::App& app, Session& session);
void addTrain(CLI::App& app, Session& session);
void addWhatIf(CLI::App& app, Session& session);

}  // namespace strato::cli
