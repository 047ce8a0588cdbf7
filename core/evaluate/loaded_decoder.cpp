#include "core/evaluate/loaded_decoder.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace strato {

LoadedBlocks loadBlocks(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, const JobContext& job) {
    LoadedBlocks blocks;
    for (const auto& steps : candidates)
        for (const Step& step : steps)
            if (step.runsBlock() && !blocks.contains(step.span.first.value)) {
                job.throwIfStopped();
                blocks[step.span.first.value] = decoder.loadBlock(step.span.first);
            }
    return blocks;
}

LoadedDecoder::LoadedDecoder(const Decoder& decoder, const std::vector<Step>& steps, const LoadedBlocks& blocks)
    : decoder_(decoder), steps_(steps), outputMatrix_(decoder.outputMatrix()) {
    for (const Step& step : steps) weights_.push_back(loadStep(decoder, step, step.runsBlock() ? &blocks.at(step.span.first.value) : nullptr));
}

at::Tensor LoadedDecoder::run(const at::Tensor& ids, int firstPosition, Caches* caches) const {
    const at::NoGradGuard noGradients;
    const Batch batch{{Segment{0, 1, static_cast<int>(ids.size(0)), firstPosition}}};
    at::Tensor x = decoder_.embed(ids, batch);
    for (std::size_t s = 0; s < steps_.size(); ++s) x = runStep(decoder_, steps_[s], weights_[s], x, batch, caches ? &(*caches)[s] : nullptr);
    return decoder_.logits(x.narrow(0, x.size(0) - 1, 1), outputMatrix_).to(at::kCPU);
}

}  // namespace strato
