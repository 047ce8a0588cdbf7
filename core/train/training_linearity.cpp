#include "core/train/training_linearity.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/geometry/linearity.h"
#include "core/geometry/moment_folder.h"

namespace strato {

BlockLinearity linearityOfBlocks(const TrainableModel& model, std::span<const TrainingBatch> batches, at::Device device, const JobContext& job) {
    const at::NoGradGuard noGradients;
    std::vector<std::vector<at::Tensor>> parts;    // [depth][batch]
    for (const TrainingBatch& batch : batches) {
        job.throwIfStopped();
        const std::vector<at::Tensor> states = model.states(batch.ids.to(device), batch.batch);
        parts.resize(states.size());
        for (std::size_t depth = 0; depth < states.size(); ++depth) parts[depth].push_back(states[depth].to(at::kCPU, at::kFloat));
    }
    BlockLinearity result;
    const int width = model.description().hidden;
    at::Tensor before;
    for (const std::vector<at::Tensor>& depth : parts) {
        const at::Tensor after = at::cat(depth).contiguous();
        if (before.defined()) {
            const PairMoments moments =
                foldMoments(PairSource::ofStates(before.data_ptr<float>(), after.data_ptr<float>(), width), std::vector<RowRange>{{0, after.size(0)}}, {}, job);
            const LinearityScores scores = linearityScores(moments, LinearSolution(moments, job));
            result.linearity.push_back(scores.linearity);
            result.noResidual.push_back(scores.linearityNoResidual);
            result.tokens = scores.tokens;
        }
        before = after;
    }
    return result;
}

}  // namespace strato
