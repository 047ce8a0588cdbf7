#include "core/train/trainable_maps.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace strato {

namespace {

at::Tensor leaf(const std::vector<float>& values, std::vector<std::int64_t> shape, at::Device device) {
    const at::Tensor view = at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat);
    return view.clone().to(device).set_requires_grad(true);
}

std::vector<float> valuesOf(const at::Tensor& tensor) {
    const at::Tensor values = tensor.detach().to(at::kCPU).contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

TrainableMap trainable(const Edit& edit, const MergeSource& source, const AffineMap& map, at::Device device) {
    TrainableMap made{edit, source, {}, {}, {}};
    made.matrix = map.rank > 0 ? leaf(map.down, {map.features(), map.rank}, device) : leaf(map.matrix, {map.features(), map.width}, device);
    if (map.rank > 0) made.up = leaf(map.up, {map.rank, map.width}, device);
    if (edit.action != ActionKind::merge || source.intercept) made.intercept = leaf(map.intercept, {map.width}, device);
    return made;
}

AffineMap affineMapOf(const TrainableMap& map) {
    AffineMap made;
    made.inputs = static_cast<int>(map.matrix.size(0));
    made.width = static_cast<int>((map.up.defined() ? map.up : map.matrix).size(1));
    made.rank = map.up.defined() ? static_cast<int>(map.matrix.size(1)) : 0;
    (map.up.defined() ? made.down : made.matrix) = valuesOf(map.matrix);
    if (map.up.defined()) made.up = valuesOf(map.up);
    made.intercept = map.intercept.defined() ? valuesOf(map.intercept) : std::vector<float>(static_cast<std::size_t>(made.width));
    return made;
}

MapWeights weightsOf(const TrainableMap* map, at::ScalarType type) {
    MapWeights weights;
    if (!map) return weights;
    weights.matrix = map->matrix.to(type);
    if (map->up.defined()) weights.up = map->up.to(type);
    weights.intercept = map->intercept.to(type);
    return weights;
}

// The first step that differs from the unedited decoder's; as many as there are, if only the last blocks are gone.
std::size_t firstEdited(const std::vector<Step>& steps) {
    std::size_t s = 0;
    while (s < steps.size() && steps[s].unedited() && steps[s].span.first.value == static_cast<int>(s)) ++s;
    return s;
}

}  // namespace

std::vector<at::Tensor> TrainableMap::tensors() const {
    std::vector<at::Tensor> all;
    for (const at::Tensor& tensor : {matrix, up, intercept})
        if (tensor.defined()) all.push_back(tensor);
    return all;
}

at::Tensor TrainableMap::correction(const at::Tensor& features) const {
    const at::Tensor added = at::mm(features, matrix.to(features.scalar_type()));
    return intercept.defined() ? added + intercept.to(features.scalar_type()) : added;
}

TrainableMaps::TrainableMaps(const Plan& plan, const Decoder& decoder, const PlanMaps& start, bool trainBlocks)
    : decoder_(decoder), steps_(stepsOf(plan, decoder, start)) {
    const std::size_t edited = firstEdited(steps_);
    for (Step& step : steps_) step.folded.reset();
    for (const Edit& edit : plan.edits()) {
        if (!edit.needsMap()) continue;
        const MergeSource source = edit.action == ActionKind::merge ? mergeSourceOf(plan, edit, decoder.description()) : MergeSource{};
        maps_.push_back(trainable(edit, source, *start.at(edit.text()), decoder.device()));
    }
    ofSteps_.resize(steps_.size());
    for (const TrainableMap& map : maps_) place(map);
    const auto first = std::find_if(ofSteps_.begin(), ofSteps_.end(), [](const StepMaps& maps) { return maps.any(); });
    firstTrainable_ = static_cast<std::size_t>(first - ofSteps_.begin());
    if (!trainBlocks) return;
    firstTrainable_ = edited - std::min<std::size_t>(edited, 1);
    for (std::size_t s = firstTrainable_; s < steps_.size(); ++s)
        if (steps_[s].runsBlock()) addBlock(steps_[s].span.first);
}

void TrainableMaps::addBlock(BlockIndex block) {
    for (const TensorSpec& spec : tensorsOf(decoder_.description().blocks[static_cast<std::size_t>(block.value)]))
        blocks_[block.value][spec.name] = decoder_.stored(spec.name).to(at::kFloat).clone().to(decoder_.device()).set_requires_grad(true);
}

BlockWeights TrainableMaps::learning(BlockIndex block, at::ScalarType type) const {
    BlockWeights weights;
    const auto& tensors = blocks_.at(block.value);
    forEachTensor(decoder_.description().blocks[static_cast<std::size_t>(block.value)], weights, [&](const TensorSpec& spec, at::Tensor& slot) { slot = tensors.at(spec.name).to(type); });
    return weights;
}

void TrainableMaps::place(const TrainableMap& map) {
    const bool merge = map.edit.action == ActionKind::merge;
    const BlockIndex where = merge ? map.source.block : map.edit.span.first;
    const auto step = std::find_if(steps_.begin(), steps_.end(), [&](const Step& one) { return one.span.first == where; });
    StepMaps& maps = ofSteps_[static_cast<std::size_t>(step - steps_.begin())];
    if (merge) maps.merges.push_back(&map);
    else if (map.edit.part == BlockPart::whole) maps.whole = &map;
    else (map.edit.part == BlockPart::attention ? maps.attention : maps.mlp) = &map;
}

at::Tensor TrainableMaps::run(std::size_t number, const LoadedBlocks& blocks, const at::Tensor& x, const Batch& batch) const {
    const Step& step = steps_[number];
    const StepMaps& maps = ofSteps_[number];
    StepWeights weights;
    const BlockIndex block = step.span.first;
    if (step.runsBlock()) weights.block = blocks_.contains(block.value) ? learning(block, x.scalar_type()) : blocks.at(block.value);
    weights.map = weightsOf(maps.whole, x.scalar_type());
    weights.attention = weightsOf(maps.attention, x.scalar_type());
    weights.mlp = weightsOf(maps.mlp, x.scalar_type());
    at::Tensor middle;
    at::Tensor y = runStep(decoder_, step, weights, x, batch, nullptr, maps.merges.empty() ? nullptr : &middle);
    if (maps.merges.empty()) return y;
    // What the halves add, however the block adds it: all merges read the same.
    const at::Tensor ofAttention = middle - x, ofMlp = y - middle;
    for (const TrainableMap* merge : maps.merges) {
        const MergeSource& source = merge->source;
        y = y + merge->correction(source.attention && source.mlp ? at::cat({ofAttention, ofMlp}, 1) : source.attention ? ofAttention : ofMlp);
    }
    return y;
}

std::vector<at::Tensor> TrainableMaps::tensors() const {
    std::vector<at::Tensor> all;
    for (const TrainableMap& map : maps_)
        for (const at::Tensor& tensor : map.tensors()) all.push_back(tensor);
    for (const auto& [block, tensors] : blocks_)
        for (const auto& [name, tensor] : tensors) all.push_back(tensor);
    return all;
}

TensorReplacements TrainableMaps::takeBlocks() const {
    TensorReplacements learnt;
    for (const auto& [block, tensors] : blocks_)
        for (const auto& [name, tensor] : tensors) learnt[name] = tensor.detach().to(at::kCPU, decoder_.stored(name).scalar_type()).contiguous();
    return learnt;
}

PlanMaps TrainableMaps::take() const {
    PlanMaps learnt;
    for (const TrainableMap& map : maps_) learnt[map.edit.text()] = std::make_shared<const AffineMap>(affineMapOf(map));
    return learnt;
}

}  // namespace strato
