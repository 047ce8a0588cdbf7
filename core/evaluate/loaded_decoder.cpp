#include "core/evaluate/loaded_decoder.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace strato {

LoadedBlocks loadBlocks(const Decoder& decoder, const std::vector<std::vector<Step>>& candidates, const JobContext& job) {
    LoadedBlocks blocks;
    for (const auto& steps : candidates)
        for (const Step& step : steps)
            if (!step.map && !blocks.contains(step.span.first.value)) {
                job.throwIfStopped();
                blocks[step.span.first.value] = decoder.loadBlock(step.span.first);
            }
    return blocks;
}

LoadedDecoder::LoadedDecoder(const Decoder& decoder, const std::vector<Step>& steps, const LoadedBlocks& blocks)
    : decoder_(decoder), steps_(steps), blocks_(blocks), outputMatrix_(decoder.outputMatrix()) {
    const auto options = at::TensorOptions().dtype(decoder.dtype()).device(decoder.device());
    for (const Step& step : steps) {
        MapWeights map;
        if (step.map) {
            const int width = step.map->width;
            map.matrix = at::from_blob(const_cast<float*>(step.map->matrix.data()), {width, width}, at::kFloat).to(options);
            map.intercept = at::from_blob(const_cast<float*>(step.map->intercept.data()), {width}, at::kFloat).to(options);
        }
        maps_.push_back(map);
    }
}

at::Tensor LoadedDecoder::runStep(std::size_t s, const at::Tensor& x, const Batch& batch, KeyValueCache* cache) const {
    const Step& step = steps_[s];
    if (step.map) return at::addmm(x + maps_[s].intercept, x, maps_[s].matrix);
    return decoder_.runBlock(step.span.first, blocks_.at(step.span.first.value), x, batch, step.parts, cache);
}

at::Tensor LoadedDecoder::run(const at::Tensor& ids, int firstPosition, Caches* caches) const {
    const at::NoGradGuard noGradients;
    const Batch batch{{Segment{0, 1, static_cast<int>(ids.size(0)), firstPosition}}};
    at::Tensor x = decoder_.embed(ids, batch);
    for (std::size_t s = 0; s < steps_.size(); ++s) x = runStep(s, x, batch, caches ? &(*caches)[s] : nullptr);
    return decoder_.logits(x.narrow(0, x.size(0) - 1, 1), outputMatrix_).to(at::kCPU);
}

}  // namespace strato
