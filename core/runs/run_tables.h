// The tables of a run file, row by row, for RunFile. Each is read back as it was written; a file whose version lacks a column has those values not
// computed, and what a damaged one claims is checked before it is believed.
#pragma once

#include <string>
#include <string_view>

#include "core/geometry/affine_map.h"
#include "core/runs/run.h"
#include "core/runs/sqlite.h"
#include "core/text/windows.h"

namespace strato {

void createTables(Connection& connection);
bool hasTable(Connection& connection, std::string_view name);

void writeJson(Connection& connection, const char* sql, const std::string& json);
void writeWindows(Connection& connection, const TokenWindows& windows);
void writeTokens(Connection& connection, const std::vector<TokenRecord>& tokens);
void writeScores(Connection& connection, const BlockResult& result);
void writeState(Connection& connection, const StateScores& state);
void writeNonlinearity(Connection& connection, const BlockResult& result);
void writeMap(Connection& connection, const BlockSpan& span, const AffineMap& map);
void writePairs(Connection& connection, const PairScores& pairs);
void writeLens(Connection& connection, const LogitLens& lens);

// Into `run`, whose head is known. Throw Error for a damaged file.
void readBlocks(Connection& connection, Run& run);
void readOutliers(Connection& connection, Run& run);
void readHalves(Connection& connection, Run& run);
void readStates(Connection& connection, Run& run);
void readSpectra(Connection& connection, Run& run);
void readPairs(Connection& connection, Run& run);
void readLens(Connection& connection, Run& run);
void readTokens(Connection& connection, Run& run);

}  // namespace strato
