// Moments summed where the decoder computes, if that is a card: in float64, whose products are fast there, so that nothing needs to be split
// off or summed again (moment_folder.h has the reasons that a processor has).
//
//     MomentGroups folds = momentsOf(pass.decoder(), PairSource::ofStates(x, y, width), {{rowsOfFold0, rowsOfFold1}, 2}, {}, {}, job);
#pragma once

#include <filesystem>

#include <ATen/core/Tensor.h>

#include "core/geometry/moment_folder.h"
#include "core/model/decoder.h"

namespace strato {

// As foldMoments(), on the decoder's device.
MomentGroups momentsOf(const Decoder& decoder, const PairSource& source, const GroupedRows& rows, const ReleaseRows& release, const std::filesystem::path& spill,
                       const JobContext& job);
PairMoments momentsOf(const Decoder& decoder, const PairSource& source, const std::vector<RowRange>& rows, const ReleaseRows& release, const JobContext& job);

// As foldMoments(), with products in float64 on `device`; any device will do.
MomentGroups foldMomentsOn(at::Device device, const PairSource& source, const GroupedRows& rows, const ReleaseRows& release, const std::filesystem::path& spill,
                           const JobContext& job);

}  // namespace strato
