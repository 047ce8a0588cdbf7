#include "core/evaluate/loss.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"

namespace strato {

namespace {

// Rows whose next token is predicted, with that token and its window.
struct Predictions {
    std::vector<std::int64_t> rows, targets;
    std::vector<std::size_t> windows;
};

Predictions predictionsOf(const TokenWindows& windows) {
    Predictions all;
    std::int64_t row = 0;
    for (std::size_t w = 0; w < windows.windows.size(); ++w) {
        const TokenWindow& window = windows.windows[w];
        const std::size_t read = window.ids.size(), predictable = read + (window.next >= 0 ? 1 : 0);
        for (auto t = static_cast<std::size_t>(std::max(window.context, 1)); t < predictable; ++t) {
            all.rows.push_back(row + static_cast<std::int64_t>(t) - 1);
            all.targets.push_back(t < read ? window.ids[t] : window.next);
            all.windows.push_back(w);
        }
        row += static_cast<std::int64_t>(read);
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

// Windows with their weights in the mean.
void weigh(std::vector<RatioPart>& parts, const TokenWindows& windows) {
    for (std::size_t w = 0; w < parts.size(); ++w) {
        if (!windows.contextCostsOne || windows.windows[w].context == 0) continue;
        // The mean loss of the window counts for one token less.
        const double weight = std::max(parts[w].weight - 1, 0.0);
        parts[w] = {parts[w].weight > 0 ? parts[w].sum / parts[w].weight * weight : 0, weight};
    }
}

}  // namespace

LossSums lossOf(std::vector<RatioPart> parts, const TokenWindows& windows) {
    LossSums sums;
    sums.windows = std::move(parts);
    sums.clusters = clustersOf(sums.windows, windows);
    const Ratio loss = ratioOf(sums.clusters.parts);
    sums.loss = loss.mean;
    sums.lossStandardError = loss.standardError;
    return sums;
}

LossSums measureLoss(const LayerPass& pass, const at::Tensor& lastStates, const at::Tensor& reference, const JobContext& job) {
    const at::NoGradGuard noGradients;
    const Decoder& decoder = pass.decoder();
    const Predictions all = predictionsOf(pass.windows());
    const auto total = static_cast<std::int64_t>(all.rows.size());
    if (total == 0) throw Error("no window has two tokens, so there is no next token to predict; give a longer text");
    std::vector<RatioPart> parts(pass.windows().windows.size());
    double divergence = 0, agreement = 0;
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
            RatioPart& window = parts[all.windows[static_cast<std::size_t>(begin + i)]];
            window.sum += losses.data_ptr<double>()[i];
            ++window.weight;
        }
        if (!reference.defined()) continue;
        const at::Tensor logP = logProbabilities(decoder, outputMatrix, reference, rows);
        divergence += (logP.exp() * (logP - logQ)).sum(-1).to(at::kDouble).sum().item<double>();
        agreement += (logP.argmax(-1) == logQ.argmax(-1)).sum().item<double>();
    }
    weigh(parts, pass.windows());
    LossSums sums = lossOf(std::move(parts), pass.windows());
    sums.tokens = total;
    sums.klDivergence = reference.defined() ? divergence / static_cast<double>(total) : notMeasured;
    sums.top1Agreement = reference.defined() ? agreement / static_cast<double>(total) : notMeasured;
    return sums;
}

std::string doubtOfLoss(double loss, int vocabulary) {
    const double chance = std::log(vocabulary);
    if (!(loss > chance)) return {};
    char text[200];
    std::snprintf(text, sizeof text, "the unedited model is worse than guessing on these texts (loss %.4g, chance has %.4g): what a plan does to it says nothing", loss, chance);
    return text;
}

Ratio lossDifference(const LossSums& before, const LossSums& after) {
    std::vector<RatioPart> differences = after.clusters.parts;
    for (std::size_t i = 0; i < differences.size(); ++i) differences[i].sum -= before.clusters.parts.at(i).sum;
    return ratioOf(differences);
}

}  // namespace strato
