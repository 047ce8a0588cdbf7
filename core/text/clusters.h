// What of a text may be taken as independent: documents, for the tokens of one depend on each other; its windows where there is one document only.
//
//     Clusters clusters = clustersOf(partsOfWindows, windows);
//     Ratio loss = ratioOf(clusters.parts);
#pragma once

#include <vector>

#include "core/base/ratio.h"
#include "core/text/windows.h"

namespace strato {

struct Clusters {
    std::vector<RatioPart> parts;      // of each document that has weight, or of each window
    bool documents = false;            // which of them
};

// `ofWindows`: a part a window, in their order; windows without weight, which were not read, make no document.
Clusters clustersOf(const std::vector<RatioPart>& ofWindows, const TokenWindows& windows);

}  // namespace strato
