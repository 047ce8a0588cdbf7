#include "core/runs/run_tables.h"

#include <functional>

#include "core/base/error.h"
#include "core/runs/score_columns.h"

namespace strato {

namespace {

// Far above what analyses keep; a hostile file can't make the views allocate more.
constexpr std::size_t mostTokens = 1 << 14;

// The tables of numbers have the columns of score_columns.h. `head` is what is known before the first block, as JSON; the rest is tables. Lists of numbers are little-endian float32 or
// int32. Views give people what they look for by name.
constexpr const char* schema = R"(
CREATE TABLE head(json TEXT NOT NULL);
CREATE TABLE finish(json TEXT NOT NULL);
CREATE TABLE windows(number INTEGER PRIMARY KEY, document INTEGER NOT NULL, ids BLOB NOT NULL);
CREATE TABLE tokens(number INTEGER PRIMARY KEY, id INTEGER, document INTEGER, window INTEGER, position INTEGER, text TEXT);
CREATE TABLE outliers(block INTEGER, number INTEGER, share REAL, dimension INTEGER, loading REAL, first_token_share REAL, PRIMARY KEY(block, number));
CREATE TABLE spectra(state INTEGER PRIMARY KEY, float32 BLOB NOT NULL);
CREATE TABLE pairs(name TEXT, first INTEGER, second INTEGER, value REAL, se REAL, PRIMARY KEY(name, first, second));
CREATE TABLE logit_lens(state INTEGER PRIMARY KEY, top INTEGER NOT NULL, ids_int32 BLOB NOT NULL, probabilities_float32 BLOB NOT NULL, loss_float32 BLOB NOT NULL);
CREATE TABLE token_nonlinearity(block INTEGER PRIMARY KEY, float32 BLOB NOT NULL);
CREATE TABLE maps(first INTEGER, last INTEGER, width INTEGER NOT NULL, matrix_float32 BLOB NOT NULL, intercept_float32 BLOB NOT NULL, PRIMARY KEY(first, last));
CREATE VIEW linearity_profile AS SELECT block, linearity, linearity_no_residual, linearity_no_residual_adjusted, linearity_no_residual_heldout FROM blocks ORDER BY block;
CREATE VIEW block_influence AS SELECT block, block_influence, angular_distance, contribution_ratio FROM blocks ORDER BY block;
CREATE VIEW token_texts AS SELECT number, document, window, position, text FROM tokens ORDER BY number;
CREATE VIEW run_settings AS SELECT json_extract(json, '$.settings') AS settings, json_extract(json, '$.data') AS data FROM head;
)";

template <typename Scores>
std::string columnsOf(std::span<const Column<Scores>> columns) {
    std::string text;
    for (const Column<Scores>& column : columns) text += std::string(column.name) + " REAL, ";
    return text;
}

// "INSERT OR REPLACE INTO table(first, second) VALUES (?, ?)".
std::string insertion(const std::string& table, const std::vector<std::string>& columns) {
    std::string names, places;
    for (const std::string& column : columns) {
        names += (names.empty() ? "" : ", ") + column;
        places += places.empty() ? "?" : ", ?";
    }
    return "INSERT OR REPLACE INTO " + table + "(" + names + ") VALUES (" + places + ")";
}

template <typename Scores>
void writeRow(Connection& connection, const std::string& table, std::span<const Column<Scores>> columns, const Scores& scores,
              const std::vector<std::string>& others, const std::function<void(Statement&, int)>& bindOthers) {
    std::vector<std::string> names;
    for (const Column<Scores>& column : columns) names.emplace_back(column.name);
    names.insert(names.end(), others.begin(), others.end());
    Statement insert(connection, insertion(table, names).c_str());
    int place = 1;
    for (const Column<Scores>& column : columns) insert.bind(place++, scores.*column.value);
    bindOthers(insert, place);
    insert.run();
}

// Columns that the file's version doesn't have stay not computed.
template <typename Scores>
void readRow(const Statement& row, std::span<const Column<Scores>> columns, Scores& scores) {
    for (const Column<Scores>& column : columns)
        if (const int place = row.columnNamed(column.name); place >= 0) scores.*column.value = row.number(place);
}

void writeHalf(Connection& connection, BlockIndex block, std::string_view name, const std::optional<HalfScores>& half) {
    if (!half) return;
    writeRow(connection, "halves", halfColumns(), *half, {"block", "half", "rank"}, [&](Statement& insert, int place) {
        insert.bind(place, block.value);
        insert.bind(place + 1, name);
        insert.bind(place + 2, half->rank);
    });
}

}  // namespace

void createTables(Connection& connection) {
    connection.execute("CREATE TABLE blocks(block INTEGER PRIMARY KEY, " + columnsOf(blockColumns()) + "rank INTEGER, load_seconds REAL, forward_seconds REAL, geometry_seconds REAL)");
    connection.execute("CREATE TABLE states(" + columnsOf(stateColumns()) + "state INTEGER PRIMARY KEY)");
    connection.execute("CREATE TABLE halves(block INTEGER, half TEXT, " + columnsOf(halfColumns()) + "rank INTEGER, PRIMARY KEY(block, half))");
    connection.execute(schema);
}

bool hasTable(Connection& connection, std::string_view name) {
    Statement select(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    select.bind(1, name);
    return select.step();
}

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
    writeRow(connection, "states", stateColumns(), state, {"state"}, [&](Statement& insert, int place) { insert.bind(place, state.state.value); });
    if (state.spectrum.empty()) return;
    Statement insert(connection, "INSERT OR REPLACE INTO spectra VALUES (?, ?)");
    insert.bind(1, state.state.value);
    insert.bindBytes(2, state.spectrum.data(), state.spectrum.size() * sizeof(float));
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
    writeRow(connection, "blocks", blockColumns(), scores, {"block", "rank", "load_seconds", "forward_seconds", "geometry_seconds"}, [&](Statement& insert, int place) {
        insert.bind(place, scores.block.value);
        insert.bind(place + 1, scores.rank);
        insert.bind(place + 2, result.loadSeconds);
        insert.bind(place + 3, result.forwardSeconds);
        insert.bind(place + 4, result.geometrySeconds);
    });
    writeHalf(connection, scores.block, "attention", scores.attention);
    writeHalf(connection, scores.block, "mlp", scores.mlp);
    Statement insert(connection, "INSERT OR REPLACE INTO outliers VALUES (?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < scores.outliers.size(); ++i) {
        const OutlierDirection& outlier = scores.outliers[i];
        insert.bind(1, scores.block.value);
        insert.bind(2, static_cast<std::int64_t>(i));
        insert.bind(3, outlier.share);
        insert.bind(4, outlier.dimension);
        insert.bind(5, outlier.loading);
        insert.bind(6, outlier.firstTokenShare);
        insert.run();
    }
}

[[noreturn]] void damaged(const std::string& fact) { throw Error("the run file " + fact + "; it is damaged, analyse again"); }

void readBlocks(Connection& connection, Run& run) {
    Statement select(connection, "SELECT * FROM blocks ORDER BY block");
    const auto place = [&](const char* name) {
        const int column = select.columnNamed(name);
        if (column < 0) damaged("has no column '" + std::string(name) + "'");
        return column;
    };
    const int block = place("block"), rank = place("rank"), load = place("load_seconds"), forward = place("forward_seconds"), geometry = place("geometry_seconds");
    while (select.step()) {
        BlockScores scores;
        scores.block = {static_cast<int>(select.integer(block))};
        if (scores.block.value != static_cast<int>(run.blocks.size()) || scores.block.value >= run.model.layers)
            damaged("lacks a block before, or its model ends before block " + std::to_string(scores.block.value));
        readRow(select, blockColumns(), scores);
        scores.rank = static_cast<int>(select.integer(rank));
        run.timing.loadSeconds += select.number(load);
        run.timing.forwardSeconds += select.number(forward);
        run.timing.geometrySeconds += select.number(geometry);
        run.blocks.push_back(std::move(scores));
    }
}

void readOutliers(Connection& connection, Run& run) {
    constexpr std::size_t most = 64;
    Statement select(connection, "SELECT block, share, dimension, loading, first_token_share FROM outliers ORDER BY block, number");
    while (select.step()) {
        const std::int64_t block = select.integer(0);
        if (block < 0 || block >= static_cast<std::int64_t>(run.blocks.size())) damaged("has outlier directions of a block that it lacks");
        std::vector<OutlierDirection>& outliers = run.blocks[static_cast<std::size_t>(block)].outliers;
        if (outliers.size() == most) damaged("lists more outlier directions than any analysis finds");
        outliers.push_back({select.number(1), static_cast<int>(select.integer(2)), select.number(3), select.number(4)});
    }
}

void readHalves(Connection& connection, Run& run) {
    Statement select(connection, "SELECT * FROM halves");
    const int block = select.columnNamed("block"), half = select.columnNamed("half"), rank = select.columnNamed("rank");
    if (block < 0 || half < 0 || rank < 0) damaged("has no block beside its half-blocks");
    while (select.step()) {
        const std::int64_t index = select.integer(block);
        if (index < 0 || index >= static_cast<std::int64_t>(run.blocks.size())) damaged("has half of a block that it lacks");
        HalfScores scores;
        readRow(select, halfColumns(), scores);
        scores.rank = static_cast<int>(select.integer(rank));
        BlockScores& whole = run.blocks[static_cast<std::size_t>(index)];
        (select.text(half) == "attention" ? whole.attention : whole.mlp) = scores;
    }
}

void readStates(Connection& connection, Run& run) {
    Statement select(connection, "SELECT * FROM states ORDER BY state");
    const int place = select.columnNamed("state");
    if (place < 0) damaged("doesn't number its states");
    while (select.step()) {
        StateScores state;
        state.state = {static_cast<int>(select.integer(place))};
        if (state.state.value != static_cast<int>(run.states.size()) || run.states.size() > run.blocks.size()) damaged("lacks a state");
        readRow(select, stateColumns(), state);
        run.states.push_back(std::move(state));
    }
}

void readSpectra(Connection& connection, Run& run) {
    Statement select(connection, "SELECT state, float32 FROM spectra");
    while (select.step()) {
        const std::int64_t state = select.integer(0);
        if (state < 0 || state >= static_cast<std::int64_t>(run.states.size())) damaged("has the spectrum of a state that it lacks");
        run.states[static_cast<std::size_t>(state)].spectrum = select.values<float>(1);
    }
}

void readPairs(Connection& connection, Run& run) {
    // Errors are there from version 3 on.
    const bool hasErrors = Statement(connection, "SELECT * FROM pairs").columnNamed("se") >= 0;
    Statement select(connection, hasErrors ? "SELECT name, first, second, value, se FROM pairs" : "SELECT name, first, second, value FROM pairs");
    while (select.step()) {
        const std::string name = select.text(0);
        const std::int64_t first = select.integer(1), second = select.integer(2), states = run.model.layers + 1;
        if (first < 0 || second <= first || second >= states) damaged("relates states that its model doesn't have");
        PairMatrix& matrix = name == "linearity" ? run.pairs.linearity : name == "cka" ? run.pairs.cka : run.pairs.angularDistance;
        if (matrix.empty()) matrix = PairMatrix::of(static_cast<int>(states));
        matrix.set(static_cast<int>(first), static_cast<int>(second), {select.number(3), hasErrors ? select.number(4) : notComputed});
    }
}

void readLens(Connection& connection, Run& run) {
    Statement select(connection, "SELECT state, top, ids_int32, probabilities_float32, loss_float32 FROM logit_lens ORDER BY state");
    while (select.step()) {
        LogitLens::State state{select.values<std::int32_t>(2), select.values<float>(3), select.values<float>(4)};
        run.lens.top = static_cast<int>(select.integer(1));
        run.lens.tokens = static_cast<int>(state.loss.size());
        const bool fits = select.integer(0) == static_cast<std::int64_t>(run.lens.states.size()) && run.lens.top >= 1 && run.lens.top <= 64 && !state.loss.empty() &&
                          state.ids.size() == state.loss.size() * static_cast<std::size_t>(run.lens.top) && state.probabilities.size() == state.ids.size() &&
                          (run.lens.states.empty() || run.lens.states.front().loss.size() == state.loss.size());
        if (!fits) damaged("holds a logit lens of the wrong size");
        run.lens.states.push_back(std::move(state));
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

void writeNonlinearity(Connection& connection, const BlockResult& result) {
    Statement insert(connection, "INSERT INTO token_nonlinearity VALUES (?, ?)");
    insert.bind(1, result.scores.block.value);
    insert.bindBytes(2, result.tokenNonlinearity.data(), result.tokenNonlinearity.size() * sizeof(float));
    insert.run();
}

void writePairs(Connection& connection, const PairScores& pairs) {
    Statement insert(connection, "INSERT OR REPLACE INTO pairs VALUES (?, ?, ?, ?, ?)");
    const auto write = [&](std::string_view name, const PairMatrix& matrix) {
        for (int i = 0; i < matrix.states; ++i)
            for (int j = i + 1; j < matrix.states; ++j) {
                insert.bind(1, name);
                insert.bind(2, i);
                insert.bind(3, j);
                insert.bind(4, matrix.at(i, j));
                insert.bind(5, matrix.errorAt(i, j));
                insert.run();
            }
    };
    write("linearity", pairs.linearity);
    write("angular_distance", pairs.angularDistance);
    write("cka", pairs.cka);
}

void writeLens(Connection& connection, const LogitLens& lens) {
    Statement insert(connection, "INSERT OR REPLACE INTO logit_lens VALUES (?, ?, ?, ?, ?)");
    for (std::size_t s = 0; s < lens.states.size(); ++s) {
        const LogitLens::State& state = lens.states[s];
        insert.bind(1, static_cast<std::int64_t>(s));
        insert.bind(2, lens.top);
        insert.bindBytes(3, state.ids.data(), state.ids.size() * sizeof(std::int32_t));
        insert.bindBytes(4, state.probabilities.data(), state.probabilities.size() * sizeof(float));
        insert.bindBytes(5, state.loss.data(), state.loss.size() * sizeof(float));
        insert.run();
    }
}

}  // namespace strato
