#include "core/evaluate/speed.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "core/base/stopwatch.h"
#include "core/evaluate/loaded_decoder.h"

namespace strato {

namespace {

constexpr std::size_t leastRuns = 4, mostRuns = 20, mostWarmUps = 10;
constexpr double warmUpShare = 0.2;

// Of sorted values, between neighbours by their distance.
double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place), above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Rate rateOf(const std::vector<double>& seconds, int tokens) {
    std::vector<double> rates;
    for (const double one : seconds) rates.push_back(tokens / one);
    std::sort(rates.begin(), rates.end());
    return {quantile(rates, 0.5), quantile(rates, 0.75) - quantile(rates, 0.25)};
}

struct Timings {
    std::vector<double> prefill, decode;
};

void timeOnce(const LoadedDecoder& decoder, const at::Tensor& prompt, const at::Tensor& next, Timings& timings, const JobContext& job) {
    LoadedDecoder::Caches caches = decoder.freshCaches();
    Stopwatch watch;
    decoder.run(prompt, 0, &caches);
    timings.prefill.push_back(watch.restart());
    const auto prompted = static_cast<int>(prompt.size(0));
    for (std::int64_t t = 0; t < next.size(0); ++t) {
        job.throwIfStopped();
        decoder.run(next.narrow(0, t, 1), prompted + static_cast<int>(t), &caches);
    }
    timings.decode.push_back(watch.seconds());
}

}  // namespace

std::vector<Speed> measureSpeed(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, double seconds,
                                const JobContext& job) {
    const LoadedBlocks blocks = loadBlocks(decoder, candidates, job);
    const int context = decoder.description().context;
    const int decodeTokens = std::clamp(context / 4, 1, 32), prefillTokens = std::clamp(context - decodeTokens, 1, 512);
    // What the tokens are doesn't matter to the time; small ids exist in every vocabulary.
    const at::Tensor prompt = at::arange(prefillTokens, at::kLong).remainder(decoder.description().vocabulary);
    const at::Tensor next = at::arange(decodeTokens, at::kLong).remainder(decoder.description().vocabulary);
    std::vector<LoadedDecoder> loaded;
    for (const auto& steps : candidates) loaded.emplace_back(decoder, steps, blocks);
    const auto runs = [&](std::size_t least, std::size_t most, double limit) {
        std::vector<Timings> timings(candidates.size());
        const Stopwatch watch;
        for (std::size_t run = 0; run < most && (run < least || watch.seconds() < limit); ++run)
            for (std::size_t c = 0; c < loaded.size(); ++c) {
                job.report("timing", static_cast<std::int64_t>(run), static_cast<std::int64_t>(most));
                timeOnce(loaded[c], prompt, next, timings[c], job);
            }
        return timings;
    };
    runs(1, mostWarmUps, warmUpShare * seconds);
    std::vector<Speed> speeds;
    for (const Timings& timing : runs(leastRuns, mostRuns, (1 - warmUpShare) * seconds))
        speeds.push_back({rateOf(timing.prefill, prefillTokens), rateOf(timing.decode, decodeTokens), prefillTokens, decodeTokens,
                          static_cast<int>(timing.prefill.size())});
    return speeds;
}

double idealSpeedup(int layers, const std::vector<Step>& steps) {
    double left = 0;
    for (const Step& step : steps)
        if (!step.map) left += (step.parts.attention ? 0.5 : 0) + (step.parts.mlp ? 0.5 : 0);
    return left > 0 ? layers / left : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace strato
