#include "core/evaluate/loss.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"

namespace strato {

namespace {

struct WindowLoss {
    double sum = 0;
    std::int64_t tokens = 0;
};

// Rows whose next token lies in the same window, with that token.
struct Predictions {
    std::vector<std::int64_t> rows, targets;
    std::vector<std::size_t> windows;
};

Predictions predictionsOf(const TokenWindows& windows) {
    Predictions all;
    std::int64_t row = 0;
    for (std::size_t w = 0; w < windows.windows.size(); ++w) {
        const auto& ids = windows.windows[w].ids;
        for (std::size_t t = 0; t < ids.size(); ++t, ++row) {
            if (t + 1 == ids.size()) continue;
            all.rows.push_back(row);
            all.targets.push_back(ids[t + 1]);
            all.windows.push_back(w);
        }
    }
    return all;
}

// Logits of so many rows are held at once, twice where two decoders are compared.
std::int64_t rowsAtOnce(int vocabulary) {
    constexpr std::int64_t floats = std::int64_t{8} << 20;
    return std::clamp<std::int64_t>(floats / vocabulary, 16, 4096);
}

at::Tensor logProbabilities(const Decoder& decoder, const at::Tensor& outputMatrix, const at::Tensor& states, const at::Tensor& rows) {
    return at::log_softmax(decoder.logits(states.index_select(0, rows), outputMatrix), -1);
}

double standardError(const std::vector<WindowLoss>& windows, double loss, std::int64_t tokens) {
    double sum = 0;
    std::int64_t counted = 0;
    for (const WindowLoss& window : windows) {
        if (window.tokens == 0) continue;
        const double deviation = window.sum - loss * static_cast<double>(window.tokens);
        sum += deviation * deviation;
        ++counted;
    }
    if (counted < 2) return std::numeric_limits<double>::quiet_NaN();
    return std::sqrt(sum * static_cast<double>(counted) / static_cast<double>(counted - 1)) / static_cast<double>(tokens);
}

}  // namespace

LossSums measureLoss(const LayerPass& pass, const at::Tensor& lastStates, const at::Tensor& reference, const JobContext& job) {
    const at::NoGradGuard noGradients;
    const Decoder& decoder = pass.decoder();
    const Predictions all = predictionsOf(pass.windows());
    const auto total = static_cast<std::int64_t>(all.rows.size());
    if (total == 0) throw Error("no window has two tokens, so there is no next token to predict; give a longer text");
    std::vector<WindowLoss> windows(pass.windows().windows.size());
    LossSums sums;
    const at::Tensor outputMatrix = decoder.outputMatrix();
    const std::int64_t step = rowsAtOnce(decoder.description().vocabulary);
    for (std::int64_t begin = 0; begin < total; begin += step) {
        job.throwIfStopped();
        job.report("measuring perplexity", begin, total);
        const std::int64_t count = std::min(step, total - begin);
        const at::Tensor rows = at::tensor(at::ArrayRef<std::int64_t>(all.rows.data() + begin, static_cast<std::size_t>(count)));
        const at::Tensor targets = at::tensor(at::ArrayRef<std::int64_t>(all.targets.data() + begin, static_cast<std::size_t>(count)));
        const at::Tensor logQ = logProbabilities(decoder, outputMatrix, lastStates, rows);
        const at::Tensor losses = -logQ.gather(1, targets.to(logQ.device()).unsqueeze(1)).squeeze(1).to(at::kCPU, at::kDouble);
        for (std::int64_t i = 0; i < count; ++i) {
            WindowLoss& window = windows[all.windows[static_cast<std::size_t>(begin + i)]];
            window.sum += losses.data_ptr<double>()[i];
            ++window.tokens;
        }
        if (!reference.defined()) continue;
        const at::Tensor logP = logProbabilities(decoder, outputMatrix, reference, rows);
        sums.klDivergence += (logP.exp() * (logP - logQ)).sum(-1).to(at::kDouble).sum().item<double>();
        sums.top1Agreement += (logP.argmax(-1) == logQ.argmax(-1)).sum().item<double>();
    }
    double loss = 0;
    for (const WindowLoss& window : windows) loss += window.sum;
    sums.tokens = total;
    sums.loss = loss / static_cast<double>(total);
    sums.lossStandardError = standardError(windows, sums.loss, total);
    const double none = std::numeric_limits<double>::quiet_NaN();
    sums.klDivergence = reference.defined() ? sums.klDivergence / static_cast<double>(total) : none;
    sums.top1Agreement = reference.defined() ? sums.top1Agreement / static_cast<double>(total) : none;
    return sums;
}

}  // namespace strato
