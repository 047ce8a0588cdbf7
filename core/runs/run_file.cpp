#include "core/runs/run_file.h"

#include <unistd.h>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/runs/fits_table.h"
#include "core/runs/head_json.h"
#include "core/runs/outcomes_table.h"
#include "core/runs/run_tables.h"
#include "core/runs/sqlite.h"
#include "core/runs/what_if.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

// "Stra" in ASCII; tells run files from other databases (PRAGMA application_id, read by file(1) too).
constexpr std::int64_t applicationId = 0x53747261;

std::int64_t pragma(Connection& connection, const char* sql) {
    Statement select(connection, sql);
    return select.step() ? select.integer(0) : 0;
}

void checkKind(Connection& connection, const fs::path& path) {
    if (pragma(connection, "PRAGMA application_id") != applicationId) throw Error("'" + path.string() + "' is not a run file; name one that strato analyze wrote");
    const std::int64_t version = pragma(connection, "PRAGMA user_version");
    if (version > RunFile::schemaVersion) throw Error("run file '" + path.string() + "' was written by a newer Stratoscope (schema " + std::to_string(version) + "); update to open it");
}

}  // namespace

struct RunFile::Database {
    Connection connection;
    Database(const fs::path& path, bool create) : connection(path, create) {}
};

RunFile::RunFile(std::unique_ptr<Database> database) : database_(std::move(database)) {}
RunFile::~RunFile() = default;
RunFile::RunFile(RunFile&&) noexcept = default;
RunFile& RunFile::operator=(RunFile&&) noexcept = default;

// The file is built under another name and renamed when its head is in it, so that an older run stays until the new one
// exists, and a kill never leaves a file without a head.
RunFile RunFile::create(const fs::path& path, const Run& head, const TokenWindows& windows) {
    if (fs::exists(path)) RunFile::open(path);  // throws unless it is a run file, the only kind that is replaced
    const fs::path parent = fs::absolute(path).parent_path();
    if (!fs::is_directory(parent)) throw Error("'" + parent.string() + "' is no folder, so no run file can be written there; make it first");
    const fs::path temporary = parent / ("." + path.filename().string() + ".partial-" + std::to_string(::getpid()));
    fs::remove(temporary);
    try {
        Connection connection(temporary, true);
        connection.execute("PRAGMA application_id = " + std::to_string(applicationId));
        connection.execute("PRAGMA user_version = " + std::to_string(schemaVersion));
        Transaction transaction(connection);
        createTables(connection);
        writeJson(connection, "INSERT INTO head VALUES (?)", headJson(head));
        writeWindows(connection, windows);
        writeTokens(connection, head.tokens);
        transaction.commit();
    } catch (...) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw;
    }
    fs::rename(temporary, path);
    return open(path);
}

RunFile RunFile::open(const fs::path& path) {
    if (!fs::is_regular_file(path)) throw Error("there is no run file '" + path.string() + "'; make one with strato analyze");
    auto database = std::make_unique<Database>(path, false);
    checkKind(database->connection, path);
    return RunFile(std::move(database));
}

void RunFile::addBlock(const BlockResult& result, bool keepMap) {
    Connection& connection = database_->connection;
    Transaction transaction(connection);
    writeScores(connection, result);
    writeState(connection, result.input);
    writeState(connection, result.output);
    writeNonlinearity(connection, result);
    if (keepMap) writeMap(connection, {result.scores.block, result.scores.block}, result.map);
    transaction.commit();
}

void RunFile::addPairs(const PairScores& pairs) {
    Transaction transaction(database_->connection);
    writePairs(database_->connection, pairs);
    transaction.commit();
}

void RunFile::addLens(const LogitLens& lens) {
    Transaction transaction(database_->connection);
    writeLens(database_->connection, lens);
    transaction.commit();
}

void RunFile::finish(const Run& run) {
    Connection& connection = database_->connection;
    Transaction transaction(connection);
    connection.execute("DELETE FROM finish");
    writeJson(connection, "INSERT INTO finish VALUES (?)", finishJson(run));
    transaction.commit();
}

int RunFile::version() const { return static_cast<int>(pragma(database_->connection, "PRAGMA user_version")); }

Run RunFile::read() const {
    Connection& connection = database_->connection;
    Statement head(connection, "SELECT json FROM head");
    if (!head.step()) throw Error("the run file has no head; it is damaged, analyse again");
    Run run = runFromHeadJson(parseJson(head.text(0), "the run file's head"));
    readBlocks(connection, run);
    readStates(connection, run);
    if (hasTable(connection, "spectra")) {  // from version 2 on
        readOutliers(connection, run);
        readHalves(connection, run);
        readSpectra(connection, run);
        readPairs(connection, run);
        readLens(connection, run);
    }
    readTokens(connection, run);
    Statement finish(connection, "SELECT json FROM finish");
    if (finish.step()) takeFinishJson(parseJson(finish.text(0), "the run file's end"), run);
    return run;
}

TokenWindows RunFile::readWindows() const {
    Connection& connection = database_->connection;
    std::vector<std::vector<TokenId>> rows;
    std::vector<int> documents;
    Statement select(connection, "SELECT document, ids FROM windows ORDER BY number");
    while (select.step()) {
        documents.push_back(static_cast<int>(select.integer(0)));
        rows.push_back(select.values<TokenId>(1));
    }
    const Run head = read();
    TokenWindows windows = windowsFromIds(std::move(rows));
    for (std::size_t w = 0; w < documents.size(); ++w) windows.windows[w].document = documents[w];
    windows.documents = head.data.documents;
    windows.sequenceLength = head.data.sequenceLength;
    if (windows.sha256 != head.data.sha256) throw Error("the run file's texts are not those that its numbers were measured on; it is damaged, analyse again");
    return windows;
}

std::optional<AffineMap> RunFile::readMap(const BlockSpan& span) const {
    Statement select(database_->connection, "SELECT width, matrix_float32, intercept_float32 FROM maps WHERE first = ? AND last = ?");
    select.bind(1, span.first.value);
    select.bind(2, span.last.value);
    if (!select.step()) return std::nullopt;
    AffineMap map{static_cast<int>(select.integer(0)), select.values<float>(1), select.values<float>(2)};
    const auto width = static_cast<std::size_t>(std::max(map.width, 0));
    if (map.intercept.size() != width || map.matrix.size() != width * width) throw Error("the run file's map of blocks " + span.text() + " has the wrong size; it is damaged, analyse again");
    return map;
}

std::optional<Regression> RunFile::readFit(const std::string& name) const {
    if (!hasTable(database_->connection, "fits")) return std::nullopt;
    return strato::readFit(database_->connection, name);
}

void RunFile::storeFit(const std::string& name, const Regression& fit) { strato::storeFit(database_->connection, name, fit); }

std::vector<std::string> RunFile::fitNames() const {
    std::vector<std::string> names;
    if (!hasTable(database_->connection, "fits")) return names;
    Statement select(database_->connection, "SELECT name FROM fits ORDER BY name");
    while (select.step()) names.push_back(select.text(0));
    return names;
}

std::vector<KeptOutcome> RunFile::readOutcomes(const std::string& conditions) const {
    if (!hasTable(database_->connection, "outcomes")) return {};
    return strato::readOutcomes(database_->connection, [&](const std::string& each) { return each == conditions; });
}

std::vector<KeptOutcome> RunFile::readLatestOutcomes() const {
    if (!hasTable(database_->connection, "outcomes")) return {};
    return readOutcomes(latestConditions(database_->connection));
}

std::vector<KeptOutcome> RunFile::readOutcomesWithOtherAnswers(const std::string& conditions) const {
    if (!hasTable(database_->connection, "outcomes")) return {};
    return strato::readOutcomes(database_->connection, [&](const std::string& each) { return each != conditions && sameButForAnswers(each, conditions); });
}

void RunFile::storeOutcome(const std::string& conditions, const KeptOutcome& kept) { strato::storeOutcome(database_->connection, conditions, kept); }

void RunFile::forgetHealedOutcomes(const std::string& plan) {
    if (hasTable(database_->connection, "outcomes")) strato::forgetHealedOutcomes(database_->connection, plan);
}

std::string RunFile::readChoices(const std::string& name) const {
    return hasTable(database_->connection, "choices") ? strato::readChoices(database_->connection, name) : std::string();
}

void RunFile::storeChoices(const std::string& name, const std::string& json) { strato::storeChoices(database_->connection, name, json); }

}  // namespace strato
