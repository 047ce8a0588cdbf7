#include "core/measure/angular_distances.h"

#include "core/geometry/stream_statistics.h"
#include "core/measure/layer_pass.h"
#include "core/text/clusters.h"

namespace strato {

void LastTokens::add(const at::Tensor& states, const TokenWindows& windows) {
    hidden_ = states.size(1);
    std::vector<float> last;
    std::int64_t row = 0;
    for (const TokenWindow& window : windows.windows) {
        row += static_cast<std::int64_t>(window.ids.size());
        const float* token = states.data_ptr<float>() + (row - 1) * hidden_;
        last.insert(last.end(), token, token + hidden_);
    }
    states_.push_back(std::move(last));
}

PairMatrix LastTokens::angularDistances(const TokenWindows& windows) const {
    const int states = static_cast<int>(states_.size());
    PairMatrix distances = PairMatrix::of(states);
    for (int i = 0; i < states; ++i)
        for (int j = i + 1; j < states; ++j) {
            const std::vector<float> &one = states_[static_cast<std::size_t>(i)], &other = states_[static_cast<std::size_t>(j)];
            const std::size_t width = static_cast<std::size_t>(hidden_);
            std::vector<RatioPart> parts(windows.windows.size());
            for (std::size_t w = 0; w < parts.size(); ++w) parts[w] = {angularDistance(one.data() + w * width, other.data() + w * width, static_cast<int>(width)), 1};
            distances.set(i, j, ratioOf(clustersOf(parts, windows).parts));
        }
    return distances;
}

PairMatrix angularDistances(const Decoder& decoder, const TokenWindows& windows, const JobContext& job) {
    LayerPass pass(decoder, windows);
    LastTokens tokens;
    pass.embed(job);
    tokens.add(pass.states(), windows);
    for (int l = 0; l < decoder.layers(); ++l) {
        job.report("measuring angles", l, decoder.layers());
        pass.runBlock({l}, {}, job);
        tokens.add(pass.states(), windows);
    }
    return tokens.angularDistances(windows);
}

}  // namespace strato
