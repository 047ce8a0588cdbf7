// Which rows of the state buffers count, and in which group: folds of documents, and the first tokens of windows.
//
//     GroupedRows rows = groupedRows(windows, {.skipFirstToken = false, .folds = 5});
#pragma once

#include "core/geometry/moment_folder.h"
#include "core/text/windows.h"

namespace strato {

struct TokenGroups {
    bool skipFirstToken = false;       // leave the first token of every window out
    int folds = 0;                     // groups of documents: the d-th that has tokens is in fold d mod folds; below 2: one group of all
};

// The folds first, whose sum is what counts; then, unless they are left out, one more group of all first tokens.
GroupedRows groupedRows(const TokenWindows& windows, const TokenGroups& groups);

// All rows that count, in order.
std::vector<RowRange> countedRows(const TokenWindows& windows, bool skipFirstToken);

}  // namespace strato
