// A run on disk: one SQLite database (*.strato), written in a transaction per block, so that after a kill at any moment it
// opens and holds every block that was finished.
//
//     RunFile file = RunFile::create("opt.strato", run, windows);
//     file.addBlock(result);
//     Run run = RunFile::open("opt.strato").read();
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/geometry/regression.h"
#include "core/runs/kept_outcome.h"
#include "core/runs/run.h"

namespace strato {

class RunFile {
public:
    static constexpr int schemaVersion = 3;

    // Creates the file with what is known before the first block (everything in `head` but blocks, states and timing) and
    // the windows the run reads. An existing file is replaced only if it is a run file; throws Error otherwise, or if the
    // folder can't be written to.
    static RunFile create(const std::filesystem::path& path, const Run& head, const TokenWindows& windows);

    // Opens an existing run file, for reading or to go on with it. Throws Error if it is missing, no run file, damaged, or of a newer
    // schema version.
    static RunFile open(const std::filesystem::path& path);

    ~RunFile();
    RunFile(RunFile&&) noexcept;
    RunFile& operator=(RunFile&&) noexcept;

    // Stores one finished block, in one transaction; the map only if `keepMap`. Throws Error, also on a full disk, and then
    // the file is as before.
    void addBlock(const BlockResult& result, bool keepMap);
    void addPairs(const PairScores& pairs);
    void addLens(const LogitLens& lens);
    // Stores what is known at the end: timing, peak memory, warnings.
    void finish(const Run& run);

    // Files of earlier versions can be read but not gone on with.
    int version() const;
    // Everything but windows and maps.
    Run read() const;
    TokenWindows readWindows() const;

    // The map that stands for the blocks of `span`, if the analysis kept it.
    std::optional<AffineMap> readMap(const BlockSpan& span) const;
    // A fit of an edit, by a name that says all it depends on (PlanFitter). A run's file may have gained none yet.
    std::optional<Regression> readFit(const std::string& name) const;
    void storeFit(const std::string& name, const Regression& fit);
    std::vector<std::string> fitNames() const;

    // Outcomes of plans, by what they depend on besides the plan (conditionsOf()); one takes the place of an earlier one of the same plan.
    std::vector<KeptOutcome> readOutcomes(const std::string& conditions) const;
    // As the latest of all was measured.
    std::vector<KeptOutcome> readLatestOutcomes() const;
    // Those that were measured with other questions or prompts alone: all but their answers holds.
    std::vector<KeptOutcome> readOutcomesWithOtherAnswers(const std::string& conditions) const;
    void storeOutcome(const std::string& conditions, const KeptOutcome& kept);
    // Of a plan whose maps are trained anew.
    void forgetHealedOutcomes(const std::string& plan);

    // What was chosen in a window on this run, as JSON, by name; empty if nothing was.
    std::string readChoices(const std::string& name) const;
    void storeChoices(const std::string& name, const std::string& json);

private:
    struct Database;
    explicit RunFile(std::unique_ptr<Database> database);
    std::unique_ptr<Database> database_;
};

}  // namespace strato
