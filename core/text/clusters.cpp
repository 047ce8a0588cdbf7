#include "core/text/clusters.h"

#include <map>

namespace strato {

Clusters clustersOf(const std::vector<RatioPart>& ofWindows, const TokenWindows& windows) {
    std::map<int, RatioPart> documents;
    for (std::size_t w = 0; w < ofWindows.size(); ++w) {
        if (!(ofWindows[w].weight > 0)) continue;
        RatioPart& document = documents[windows.windows[w].document];
        document.sum += ofWindows[w].sum;
        document.weight += ofWindows[w].weight;
    }
    if (documents.size() < 2) return {ofWindows, false};
    Clusters clusters{{}, true};
    for (const auto& [number, part] : documents) clusters.parts.push_back(part);
    return clusters;
}

}  // namespace strato
