// strato: everything the window can do, from the command line.
#include <exception>
#include <iostream>
#include <new>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/runs/version.h"

namespace {

using namespace strato;

constexpr int failed = 1, wrongUsage = 2, cancelled = 130;

void build(CLI::App& app, cli::Session& session) {
    app.require_subcommand(1);
    app.set_version_flag("--version", "strato " + version());
    app.add_flag("--quiet", session.quiet, "No progress, no notes; only results and errors");
    app.fallthrough();
    cli::addInspect(app, session);
    cli::addTokenize(app, session);
    cli::addDump(app, session);
    cli::addAnalyze(app, session);
    cli::addPlan(app, session);
    cli::addShow(app, session);
    cli::addCompare(app, session);
    cli::addWhatIf(app, session);
    cli::addEval(app, session);
    cli::addHeal(app, session);
    cli::addExport(app, session);
    cli::addTrain(app, session);
    cli::addStories(app, session);
}

int fail(const std::string& message, int code) {
    std::cerr << "strato: error: " << oneLine(message) << "\n";
    return code;
}

int run(int argc, char** argv) {
    cli::Session session;
    CLI::App app{"strato: the layer geometry of language models, on the command line"};
    build(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return fail(std::string(error.what()) + "; see strato --help", wrongUsage);
    }
    std::cout.flush();
    if (!std::cout) return fail("the results can't be written to the standard output; is the disk full?", failed);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const UsageError& error) {
        return fail(error.what(), wrongUsage);
    } catch (const Error& error) {
        return fail(error.what(), failed);
    } catch (const Cancelled&) {
        return fail("cancelled; what was finished is kept", cancelled);
    } catch (const std::bad_alloc&) {
        return fail("the memory of this machine is not enough; use fewer --tokens or a shorter --sequence-length", failed);
    } catch (const std::exception& error) {
        return fail(error.what(), failed);
    }
}
