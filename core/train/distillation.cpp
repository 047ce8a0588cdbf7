#include "core/train/distillation.h"

#include <algorithm>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/model/head.h"

namespace strato {

namespace {

std::vector<Depth> depthsOf(const TrainableMaps& maps, int layers) {
    const std::vector<Step>& steps = maps.steps();
    std::vector<Depth> depths;
    for (std::size_t s = maps.firstTrainable(); s < steps.size(); ++s) {
        const int behind = s + 1 < steps.size() ? steps[s + 1].span.first.value : layers;
        if (maps.trainsBlocks() || !steps[s].unedited() || behind > steps[s].span.last.value + 1) depths.push_back({s, behind});
    }
    return depths;
}

std::size_t sharedBlocks(const TrainableMaps& maps) {
    std::size_t s = 0;
    while (s < maps.firstTrainable() && maps.steps()[s].unedited() && maps.steps()[s].span.first.value == static_cast<int>(s)) ++s;
    return s;
}

// All but the matrix.
HeadWeights loadHead(const Decoder& decoder) {
    HeadWeights head;
    forEachTensor(decoder.description(), head, [&](const TensorSpec& spec, at::Tensor& slot) {
        if (spec.name != decoder.description().head.matrix) slot = decoder.stored(spec.name).to(decoder.device(), decoder.dtype());
    });
    return head;
}

}  // namespace

Distillation::Distillation(const Decoder& decoder, const TrainableMaps& maps, bool skipFirstToken, const JobContext& job)
    : decoder_(decoder),
      maps_(maps),
      skipFirstToken_(skipFirstToken),
      blocks_(loadBlocks(decoder, {stepsOf({}, decoder, {})}, job)),
      head_(loadHead(decoder)),
      outputMatrix_(decoder.outputMatrix().to(decoder.device(), decoder.dtype())),
      shared_(sharedBlocks(maps)),
      depths_(depthsOf(maps, decoder.layers())) {}

Distillation::Unedited Distillation::runUnedited(const WindowBatch& batch, bool toTheEnd) const {
    const at::NoGradGuard noGradients;
    Unedited states;
    at::Tensor x = decoder_.embed(batch.ids, batch.batch);
    const int last = toTheEnd ? decoder_.layers() : depths_.back().state;
    for (int state = 0; state <= last; ++state) {
        if (state > 0) x = decoder_.runBlock({state - 1}, blocks_.at(state - 1), x, batch.batch);
        if (state == static_cast<int>(shared_)) states.shared = x;
        for (const Depth& depth : depths_)
            if (depth.state == state) states.atDepths.push_back(x);
    }
    states.last = x;
    return states;
}

at::Tensor Distillation::logProbabilities(const at::Tensor& lastStates) const {
    const Head& head = decoder_.description().head;
    const at::Tensor products = at::mm(headInput(head, head_, lastStates), outputMatrix_.t()).to(at::kFloat);
    return at::log_softmax(logitsOf(head, head_, products), -1);
}

at::Tensor Distillation::squaredError(const at::Tensor& y, const at::Tensor& x, const WindowBatch& batch) const {
    const at::Tensor errors = (y.to(at::kFloat) - x.to(at::kFloat)).square().sum(-1);
    return (skipFirstToken_ ? errors.index_fill(0, batch.firstRows.to(errors.device()), 0) : errors).sum();
}

void Distillation::measureScales(const TokenWindows& windows, std::int64_t tokens, const JobContext& job) {
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> sums(depths_.size(), at::zeros({decoder_.hidden()}, at::kDouble));
    std::vector<double> squares(depths_.size(), 0);
    std::int64_t rows = 0;
    for (const auto& numbers : inOrder(windows, tokens)) {
        job.throwIfStopped();
        job.report("measuring the unedited states", rows, windows.tokens);
        const WindowBatch batch = batchOf(windows, numbers);
        const Unedited states = runUnedited(batch, false);
        at::Tensor counted = at::ones({batch.ids.size(0)}, at::kDouble);
        if (skipFirstToken_) counted.index_fill_(0, batch.firstRows, 0);
        for (std::size_t d = 0; d < depths_.size(); ++d) {
            const at::Tensor x = states.atDepths[d].to(at::kCPU, at::kDouble) * counted.unsqueeze(1);
            sums[d] = sums[d] + x.sum(0);
            squares[d] += x.square().sum().item<double>();
        }
        rows += static_cast<std::int64_t>(counted.sum().item<double>());
    }
    variances_.clear();
    const auto count = static_cast<double>(std::max<std::int64_t>(rows, 1));
    for (std::size_t d = 0; d < depths_.size(); ++d)
        variances_.push_back(std::max(squares[d] / count - (sums[d] / count).square().sum().item<double>(), std::numeric_limits<double>::min()));
}

Distance Distillation::measure(const WindowBatch& batch, bool withOutput) const {
    const Unedited unedited = runUnedited(batch, withOutput);
    Distance distance;
    distance.allRows = batch.ids.size(0);
    distance.rows = distance.allRows - (skipFirstToken_ ? batch.firstRows.size(0) : 0);
    const double count = static_cast<double>(std::max<std::int64_t>(distance.rows, 1)) * static_cast<double>(depths_.size());
    at::Tensor y = unedited.shared;
    auto depth = depths_.begin();
    const bool gradients = at::GradMode::is_enabled();
    for (std::size_t s = shared_; s < maps_.steps().size() && (withOutput || depth != depths_.end()); ++s) {
        const at::AutoGradMode mode(gradients && s >= maps_.firstTrainable());
        y = maps_.run(s, blocks_, y, batch.batch);
        if (depth == depths_.end() || depth->step != s) continue;
        const auto d = static_cast<std::size_t>(depth++ - depths_.begin());
        const at::Tensor term = squaredError(y, unedited.atDepths[d], batch) / (variances_[d] * count);
        distance.mse = distance.mse.defined() ? distance.mse + term : term;
    }
    if (!withOutput) return distance;
    const at::Tensor targets = batch.targets.to(y.device()), logQ = logProbabilities(y);
    distance.predicted = (batch.targets >= 0).sum().item<std::int64_t>();
    distance.nextTokenLoss = at::nll_loss(logQ.detach(), targets, {}, at::Reduction::Sum, -1);
    const at::Tensor logP = [&] {
        const at::NoGradGuard noGradients;
        return logProbabilities(unedited.last);
    }();
    distance.kl = (logP.exp() * (logP - logQ)).sum(-1).mean();
    return distance;
}

}  // namespace strato
