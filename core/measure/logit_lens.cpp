#include "core/measure/logit_lens.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace strato {

LogitLensReader::LogitLensReader(const Decoder& decoder, const TokenWindows& windows, int tokens)
    : decoder_(decoder), tokens_(static_cast<int>(std::min<std::int64_t>(tokens, windows.tokens))), matrix_(decoder.outputMatrix()) {
    for (const TokenWindow& window : windows.windows)
        for (std::size_t t = 0; t < window.ids.size() && static_cast<int>(next_.size()) < tokens_; ++t)
            next_.push_back(t + 1 < window.ids.size() ? window.ids[t + 1] : -1);
}

LogitLens::State LogitLensReader::read(const at::Tensor& states, const JobContext& job) const {
    const at::NoGradGuard noGradients;
    constexpr std::int64_t rowsAtOnce = 64;
    const std::int64_t kept = std::min<std::int64_t>(top, decoder_.description().vocabulary);
    LogitLens::State state;
    for (std::int64_t first = 0; first < tokens_; first += rowsAtOnce) {
        job.throwIfStopped();
        const std::int64_t count = std::min(rowsAtOnce, tokens_ - first);
        const at::Tensor logProbabilities = at::log_softmax(decoder_.logits(states.narrow(0, first, count), matrix_), -1).to(at::kCPU);
        const auto [values, ids] = logProbabilities.topk(kept, -1);
        const at::Tensor probabilities = values.exp().to(at::kFloat).contiguous(), tokens = ids.to(at::kInt).contiguous();
        state.probabilities.insert(state.probabilities.end(), probabilities.data_ptr<float>(), probabilities.data_ptr<float>() + count * kept);
        state.ids.insert(state.ids.end(), tokens.data_ptr<int>(), tokens.data_ptr<int>() + count * kept);
        const auto all = logProbabilities.accessor<float, 2>();
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t next = next_[static_cast<std::size_t>(first + i)];
            state.loss.push_back(next < 0 ? std::numeric_limits<float>::quiet_NaN() : -all[i][next]);
        }
    }
    return state;
}

}  // namespace strato
