#include "core/runs/run_file.h"

#include <unistd.h>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/runs/head_json.h"
#include "core/runs/sqlite.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

// "Stra" in ASCII; tells run files from other databases (PRAGMA application_id, read by file(1) too).
constexpr std::int64_t applicationId = 0x53747261;

// Far above what analyses keep; a hostile file can't make the views allocate more.
constexpr std::size_t mostTokens = 1 << 14;

// `head` is what is known before the first block, as JSON; the rest is tables. Lists of numbers are little-endian float32 or
// int32. Views give people what they look for by name.
constexpr const char* schema = R"(
CREATE TABLE head(json TEXT NOT NULL);
CREATE TABLE finish(json TEXT NOT NULL);
CREATE TABLE windows(number INTEGER PRIMARY KEY, document INTEGER NOT NULL, ids BLOB NOT NULL);
CREATE TABLE tokens(number INTEGER PRIMARY KEY, id INTEGER, document INTEGER, window INTEGER, position INTEGER, text TEXT);
CREATE TABLE blocks(block INTEGER PRIMARY KEY, linearity REAL, linearity_no_residual REAL, linearity_adjusted REAL,
    linearity_no_residual_adjusted REAL, linearity_heldout REAL, linearity_heldout_se REAL, linearity_no_residual_heldout REAL,
    linearity_no_residual_heldout_se REAL, mergeable_r2 REAL, block_influence REAL, angular_distance REAL, contribution_ratio REAL,
    rank INTEGER, load_seconds REAL, forward_seconds REAL, geometry_seconds REAL);
CREATE TABLE states(state INTEGER PRIMARY KEY, norm REAL, anisotropy REAL, average_cosine REAL, effective_rank REAL, intrinsic_dimension REAL);
CREATE TABLE token_nonlinearity(block INTEGER PRIMARY KEY, float32 BLOB NOT NULL);
CREATE TABLE maps(first INTEGER, last INTEGER, width INTEGER NOT NULL, matrix_float32 BLOB NOT NULL, intercept_float32 BLOB NOT NULL, PRIMARY KEY(first, last));
CREATE VIEW linearity_profile AS SELECT block, linearity, linearity_no_residual, linearity_no_residual_adjusted FROM blocks ORDER BY block;
CREATE VIEW block_influence AS SELECT block, block_influence, angular_distance, contribution_ratio FROM blocks ORDER BY block;
CREATE VIEW token_texts AS SELECT number, document, window, position, text FROM tokens ORDER BY number;
CREATE VIEW run_settings AS SELECT json_extract(json, '$.settings') AS settings, json_extract(json, '$.data') AS data FROM head;
)";

void writeWindows(Connection& connection, const TokenWindows& windows) {
    Statement insert(connection, "INSERT INTO windows VALUES (?, ?, ?)");
    for (std::size_t w = 0; w < windows.windows.size(); ++w) {
        const TokenWindow& window = windows.windows[w];
        insert.bind(1, static_cast<std::int64_t>(w));
        insert.bind(2, window.document);
        insert.bindBytes(3, window.ids.data(), window.ids.size() * sizeof(TokenId));
        insert.run();
    }
}

void writeTokens(Connection& connection, const std::vector<TokenRecord>& tokens) {
    Statement insert(connection, "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)");
    for (std::size_t t = 0; t < tokens.size(); ++t) {
        insert.bind(1, static_cast<std::int64_t>(t));
        insert.bind(2, tokens[t].id);
        insert.bind(3, tokens[t].document);
        insert.bind(4, tokens[t].window);
        insert.bind(5, tokens[t].position);
        insert.bind(6, tokens[t].text);
        insert.run();
    }
}

void writeJson(Connection& connection, const char* sql, const std::string& json) {
    Statement insert(connection, sql);
    insert.bind(1, json);
    insert.run();
}

void writeState(Connection& connection, const StateScores& state) {
    Statement insert(connection, "INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, state.state.value);
    int column = 2;
    for (const double value : {state.norm, state.anisotropy, state.averageCosine, state.effectiveRank, state.intrinsicDimension}) insert.bind(column++, value);
    insert.run();
}

void writeMap(Connection& connection, const BlockSpan& span, const AffineMap& map) {
    Statement insert(connection, "INSERT OR REPLACE INTO maps VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, span.first.value);
    insert.bind(2, span.last.value);
    insert.bind(3, map.width);
    insert.bindBytes(4, map.matrix.data(), map.matrix.size() * sizeof(float));
    insert.bindBytes(5, map.intercept.data(), map.intercept.size() * sizeof(float));
    insert.run();
}

void writeScores(Connection& connection, const BlockResult& result) {
    const BlockScores& scores = result.scores;
    Statement insert(connection, "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, scores.block.value);
    int column = 2;
    for (const double value : {scores.linearity, scores.linearityNoResidual, scores.linearityAdjusted, scores.linearityNoResidualAdjusted,
                               scores.linearityHeldOut, scores.linearityHeldOutError, scores.linearityNoResidualHeldOut, scores.linearityNoResidualHeldOutError,
                               scores.mergeableR2, scores.blockInfluence, scores.angularDistance, scores.contributionRatio})
        insert.bind(column++, value);
    insert.bind(column++, scores.rank);
    for (const double seconds : {result.loadSeconds, result.forwardSeconds, result.geometrySeconds}) insert.bind(column++, seconds);
    insert.run();
}

void readBlocks(Connection& connection, Run& run) {
    Statement select(connection, "SELECT * FROM blocks ORDER BY block");
    while (select.step()) {
        BlockScores scores;
        scores.block = {static_cast<int>(select.integer(0))};
        if (scores.block.value != static_cast<int>(run.blocks.size()) || scores.block.value >= run.model.layers) throw Error("the run file lacks a block before, or its model ends before block " + std::to_string(scores.block.value) + "; it is damaged, analyse again");
        int column = 1;
        for (double* value : {&scores.linearity, &scores.linearityNoResidual, &scores.linearityAdjusted, &scores.linearityNoResidualAdjusted,
                              &scores.linearityHeldOut, &scores.linearityHeldOutError, &scores.linearityNoResidualHeldOut, &scores.linearityNoResidualHeldOutError,
                              &scores.mergeableR2, &scores.blockInfluence, &scores.angularDistance, &scores.contributionRatio})
            *value = select.number(column++);
        scores.rank = static_cast<int>(select.integer(column++));
        run.timing.loadSeconds += select.number(column++);
        run.timing.forwardSeconds += select.number(column++);
        run.timing.geometrySeconds += select.number(column++);
        run.blocks.push_back(scores);
    }
}

void readStates(Connection& connection, Run& run) {
    Statement select(connection, "SELECT * FROM states ORDER BY state");
    while (select.step()) {
        StateScores state;
        state.state = {static_cast<int>(select.integer(0))};
        int column = 1;
        for (double* value : {&state.norm, &state.anisotropy, &state.averageCosine, &state.effectiveRank, &state.intrinsicDimension}) *value = select.number(column++);
        run.states.push_back(state);
    }
}

void readTokens(Connection& connection, Run& run) {
    Statement select(connection, "SELECT id, document, window, position, text FROM tokens ORDER BY number");
    while (select.step()) {
        if (run.tokens.size() == mostTokens) throw Error("the run file lists more tokens than any analysis keeps; it is damaged, analyse again");
        run.tokens.push_back({static_cast<TokenId>(select.integer(0)), static_cast<int>(select.integer(1)), static_cast<int>(select.integer(2)),
                              static_cast<int>(select.integer(3)), select.text(4)});
    }
    Statement errors(connection, "SELECT float32 FROM token_nonlinearity ORDER BY block");
    while (errors.step()) {
        run.tokenNonlinearity.push_back(errors.values<float>(0));
        if (run.tokenNonlinearity.back().size() != run.tokens.size()) throw Error("the run file has not one non-linearity a token; it is damaged, analyse again");
    }
    if (run.tokenNonlinearity.size() != run.blocks.size()) throw Error("the run file has not one row of non-linearities a block; it is damaged, analyse again");
}

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
        connection.execute(schema);
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
    if (result.scores.block.value == 0) writeState(connection, result.input);
    writeState(connection, result.output);
    Statement errors(connection, "INSERT INTO token_nonlinearity VALUES (?, ?)");
    errors.bind(1, result.scores.block.value);
    errors.bindBytes(2, result.tokenNonlinearity.data(), result.tokenNonlinearity.size() * sizeof(float));
    errors.run();
    if (keepMap) writeMap(connection, {result.scores.block, result.scores.block}, result.map);
    transaction.commit();
}

void RunFile::finish(const Run& run) {
    Connection& connection = database_->connection;
    Transaction transaction(connection);
    connection.execute("DELETE FROM finish");
    writeJson(connection, "INSERT INTO finish VALUES (?)", finishJson(run));
    transaction.commit();
}

Run RunFile::read() const {
    Connection& connection = database_->connection;
    Statement head(connection, "SELECT json FROM head");
    if (!head.step()) throw Error("the run file has no head; it is damaged, analyse again");
    Run run = runFromHeadJson(parseJson(head.text(0), "the run file's head"));
    readBlocks(connection, run);
    readStates(connection, run);
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

void RunFile::storeMap(const BlockSpan& span, const AffineMap& map) {
    Transaction transaction(database_->connection);
    writeMap(database_->connection, span, map);
    transaction.commit();
}

}  // namespace strato
