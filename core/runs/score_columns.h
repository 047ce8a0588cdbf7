// The names that JSON, CSV, run files and comparisons give to numbers, each with its place in memory.
//
//     for (const Column<BlockScores>& column : blockColumns()) json[column.name] = jsonNumber(scores.*column.value);
#pragma once

#include <span>

#include "core/measure/scores.h"

namespace strato {

template <typename Scores>
struct Column {
    const char* name;
    double Scores::* value;
};
using BlockColumn = Column<BlockScores>;

// All of them; those of contract.md first and in its order.
std::span<const BlockColumn> blockColumns();
std::span<const Column<StateScores>> stateColumns();
std::span<const Column<HalfScores>> halfColumns();

}  // namespace strato
