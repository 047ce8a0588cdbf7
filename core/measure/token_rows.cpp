#include "core/measure/token_rows.h"

#include <algorithm>
#include <utility>

namespace strato {

namespace {

// Joins what follows without a gap.
void append(std::vector<RowRange>& ranges, RowRange next) {
    if (next.count == 0) return;
    if (!ranges.empty() && ranges.back().first + ranges.back().count == next.first) ranges.back().count += next.count;
    else ranges.push_back(next);
}

template <typename Visit>
void forEachWindow(const TokenWindows& windows, const Visit& visit) {
    std::int64_t first = 0;
    for (const TokenWindow& window : windows.windows) {
        const auto length = static_cast<std::int64_t>(window.ids.size());
        visit(window, RowRange{first, length});
        first += length;
    }
}

}  // namespace

GroupedRows groupedRows(const TokenWindows& windows, const TokenGroups& groups) {
    const int folds = std::max(groups.folds, 1);
    GroupedRows rows{std::vector<std::vector<RowRange>>(static_cast<std::size_t>(folds)), static_cast<std::size_t>(folds)};
    std::vector<RowRange> firstTokens;
    const std::int64_t skipped = groups.skipFirstToken ? 1 : 0;
    int documents = 0, document = -1;
    forEachWindow(windows, [&](const TokenWindow& window, RowRange all) {
        if (window.document != std::exchange(document, window.document)) ++documents;
        // Windows stay apart: the frame of the sums looks at where they begin.
        if (all.count > skipped) rows.groups[static_cast<std::size_t>((documents - 1) % folds)].push_back({all.first + skipped, all.count - skipped});
        if (all.count > 0) firstTokens.push_back({all.first, 1});
    });
    if (!groups.skipFirstToken) rows.groups.push_back(std::move(firstTokens));
    return rows;
}

std::vector<RowRange> countedRows(const TokenWindows& windows, bool skipFirstToken) {
    std::vector<RowRange> rows;
    const std::int64_t skipped = skipFirstToken ? 1 : 0;
    forEachWindow(windows, [&](const TokenWindow&, RowRange all) { append(rows, {all.first + skipped, std::max<std::int64_t>(all.count - skipped, 0)}); });
    return rows;
}

}  // namespace strato
