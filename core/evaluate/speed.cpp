#include "core/evaluate/speed.h"

#include <algorithm>
#include <map>
#include <optional>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/stopwatch.h"

namespace strato {

namespace {

// Everything a candidate needs, in memory.
class LoadedDecoder {
public:
    LoadedDecoder(const Decoder& decoder, const std::vector<Step>& steps, const std::map<int, BlockWeights>& blocks)
        : decoder_(decoder), steps_(steps), outputMatrix_(decoder.outputMatrix()) {
        for (const Step& step : steps) weights_.push_back(loadStep(decoder, step, step.runsBlock() ? &blocks.at(step.span.first.value) : nullptr));
    }

    // Logits of the last token of one window; caches (one a step) may be nullptr.
    at::Tensor run(const at::Tensor& ids, int firstPosition, std::vector<KeyValueCache>* caches) const {
        const Batch batch{{Segment{0, 1, static_cast<int>(ids.size(0)), firstPosition}}};
        at::Tensor x = decoder_.embed(ids, batch);
        for (std::size_t s = 0; s < steps_.size(); ++s) {
            x = runStep(decoder_, steps_[s], weights_[s], x, batch, caches ? &(*caches)[s] : nullptr);
        }
        return decoder_.logits(x.narrow(0, x.size(0) - 1, 1), outputMatrix_).to(at::kCPU);  // copying to the CPU waits for the device
    }

    std::size_t steps() const { return steps_.size(); }

private:
    const Decoder& decoder_;
    const std::vector<Step>& steps_;
    at::Tensor outputMatrix_;
    std::vector<StepWeights> weights_;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

struct Timings {
    std::vector<double> prefill, decode;
};

void timeOnce(const LoadedDecoder& decoder, const at::Tensor& prompt, const at::Tensor& next, Timings* timings, const JobContext& job) {
    std::vector<KeyValueCache> caches(decoder.steps());
    Stopwatch watch;
    decoder.run(prompt, 0, &caches);
    const double prefill = watch.restart();
    const auto prompted = static_cast<int>(prompt.size(0));
    for (std::int64_t t = 0; t < next.size(0); ++t) {
        job.throwIfStopped();
        decoder.run(next.narrow(0, t, 1), prompted + static_cast<int>(t), &caches);
    }
    if (!timings) return;
    timings->prefill.push_back(prefill);
    timings->decode.push_back(watch.seconds());
}

}  // namespace

std::vector<Speed> measureSpeed(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, double seconds,
                                const JobContext& job) {
    const at::NoGradGuard noGradients;
    std::map<int, BlockWeights> blocks;
    for (const auto& steps : candidates)
        for (const Step& step : steps)
            if (step.runsBlock() && !blocks.contains(step.span.first.value)) {
                job.throwIfStopped();
                blocks[step.span.first.value] = decoder.loadBlock(step.span.first);
            }
    const int context = decoder.description().context;
    const int decodeTokens = std::clamp(context / 4, 1, 32), prefillTokens = std::clamp(context - decodeTokens, 1, 512);
    // What the tokens are doesn't matter to the time; small ids exist in every vocabulary.
    const at::Tensor prompt = at::arange(prefillTokens, at::kLong).remainder(decoder.description().vocabulary);
    const at::Tensor next = at::arange(decodeTokens, at::kLong).remainder(decoder.description().vocabulary);
    std::vector<LoadedDecoder> loaded;
    for (const auto& steps : candidates) loaded.emplace_back(decoder, steps, blocks);
    std::vector<Timings> timings(candidates.size());
    for (const LoadedDecoder& candidate : loaded) timeOnce(candidate, prompt, next, nullptr, job);
    constexpr std::size_t leastRuns = 3, mostRuns = 20;
    const Stopwatch watch;
    for (std::size_t run = 0; run < mostRuns && (run < leastRuns || watch.seconds() < seconds); ++run)
        for (std::size_t c = 0; c < loaded.size(); ++c) {
            job.report("timing", static_cast<std::int64_t>(run), static_cast<std::int64_t>(mostRuns));
            timeOnce(loaded[c], prompt, next, &timings[c], job);
        }
    std::vector<Speed> speeds;
    for (const Timings& timing : timings)
        speeds.push_back({prefillTokens / median(timing.prefill), decodeTokens / median(timing.decode), prefillTokens, decodeTokens,
                          static_cast<int>(timing.prefill.size())});
    return speeds;
}

}  // namespace strato
