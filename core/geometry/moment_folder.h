// Rows of states become moments: precise as float64 at a cost near float32's.
//
//     MomentGroups folds = foldMoments(PairSource::ofStates(x, y, width), {{rowsOfFold0, rowsOfFold1}, 2}, {}, {}, job);
//     PairMoments all = folds.sum(2);
//
// Products of float32 fail from a condition number of 1e4 on (science.md, section 11), products of float64 take twice as long.
// So rows are taken about a shift, the few directions that outweigh all others are kept apart in float64 (row_frame.h), and of
// what is left float32 products over some thousand rows are summed in float64. What remains of each dimension beside the others
// then tells whether that was enough; if not, the Gram matrix, to whose errors a solution is most sensitive, is formed again in
// float64, and the cross products too where the states are nearly dependent.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/job_context.h"
#include "core/geometry/moment_groups.h"
#include "core/geometry/row_frame.h"

namespace strato {

// The first `summed` groups make up the data that is solved for and decide about the precision; later ones (rows of special
// interest, which are among the former) follow.
struct GroupedRows {
    std::vector<std::vector<RowRange>> groups;
    std::size_t summed = 0;
};

// Told of rows that are not read again soon.
using ReleaseRows = std::function<void(RowRange)>;

// The moments of each group, all about one frame; kept in a file in the folder `spill` unless that is empty. With inputs of the
// states' width 3 width^2 multiply-adds a row in float32, 2 more in float64 where the states are ill-conditioned. Throws Cancelled, and
// Error if the file can't be written.
MomentGroups foldMoments(const PairSource& source, const GroupedRows& rows, const ReleaseRows& release, const std::filesystem::path& spill,
                         const JobContext& job);

// Of all `rows` together, in memory.
PairMoments foldMoments(const PairSource& source, const std::vector<RowRange>& rows, const ReleaseRows& release, const JobContext& job);

}  // namespace strato
