#include "core/edit/edited_decoder.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/edit/merge.h"

namespace strato {

namespace {

struct FoldedMaps {
    std::vector<std::pair<MergeSource, std::shared_ptr<const AffineMap>>> maps;
    std::string edits;
};

// What merges fold into each block.
std::map<int, FoldedMaps> mergesOf(const Plan& plan, const Decoder& decoder, const PlanMaps& maps) {
    std::map<int, FoldedMaps> merges;
    for (const Edit& edit : plan.edits()) {
        if (edit.action != ActionKind::merge) continue;
        const MergeSource source = mergeSourceOf(plan, edit, decoder.description());
        merges[source.block.value].maps.emplace_back(source, maps.at(edit.text()));
        merges[source.block.value].edits += edit.text() + ",";
    }
    return merges;
}

Step blockStep(const Plan& plan, BlockIndex block, const PlanMaps& maps) {
    Step step{.span = {block, block}};
    for (const Edit& edit : plan.edits()) {
        if (edit.part == BlockPart::whole || edit.span.first != block) continue;
        const bool attention = edit.part == BlockPart::attention;
        (attention ? step.parts.attention : step.parts.mlp) = false;
        step.edits += edit.text() + ",";
        if (edit.action == ActionKind::linear || edit.action == ActionKind::lowRank) (attention ? step.attentionMap : step.mlpMap) = maps.at(edit.text());
    }
    return step;
}

// Those of the block that are trained, and what merges make of the block's tensors, trained or not.
std::shared_ptr<const TensorReplacements> replacementsOf(const Decoder& decoder, const Block& block, const FoldedMaps* merges, const TensorReplacements& trained) {
    TensorReplacements replacements;
    if (merges) replacements = foldMaps(decoder, merges->maps, trained);
    for (const TensorSpec& spec : trained.empty() ? std::vector<TensorSpec>() : tensorsOf(block))
        if (const auto found = trained.find(spec.name); found != trained.end()) replacements.insert(*found);
    return replacements.empty() ? nullptr : std::make_shared<const TensorReplacements>(std::move(replacements));
}

at::Tensor viewOf(const std::vector<float>& values, std::int64_t rows, std::int64_t columns) {
    return at::from_blob(const_cast<float*>(values.data()), {rows, columns}, at::kFloat);
}

std::int64_t matrixElements(const AffineMap& map) {
    const std::int64_t features = map.features();
    return map.rank > 0 ? map.rank * (features + map.width) : features * map.width;
}

}  // namespace

std::vector<Step> stepsOf(const Plan& plan, const Decoder& decoder, const PlanMaps& maps, const TensorReplacements& trained) {
    const int layers = decoder.layers();
    plan.check(layers);
    const auto merges = mergesOf(plan, decoder, maps);
    std::vector<Step> steps;
    for (int l = 0; l < layers; ++l) {
        if (const Edit* edit = plan.wholeEdit({l})) {
            if (edit->action == ActionKind::linear || edit->action == ActionKind::lowRank) steps.push_back({.span = edit->span, .map = maps.at(edit->text()), .edits = edit->text()});
            l = edit->span.last.value;
            continue;
        }
        Step step = blockStep(plan, {l}, maps);
        const auto merge = merges.find(l);
        if (merge != merges.end()) step.edits += merge->second.edits;
        step.folded = replacementsOf(decoder, decoder.description().blocks[static_cast<std::size_t>(l)], merge != merges.end() ? &merge->second : nullptr, trained);
        if (!trained.empty() && step.folded) step.edits += "trained,";
        if (step.runsBlock() || step.attentionMap || step.mlpMap) steps.push_back(std::move(step));
    }
    return steps;
}

MapWeights::MapWeights(const AffineMap& map, const Decoder& decoder) {
    const auto load = [&](const at::Tensor& view) { return view.to(decoder.device(), decoder.dtype()); };
    matrix = load(map.rank > 0 ? viewOf(map.down, map.features(), map.rank) : viewOf(map.matrix, map.features(), map.width));
    if (map.rank > 0) up = load(viewOf(map.up, map.rank, map.width));
    intercept = load(viewOf(map.intercept, 1, map.width)).squeeze(0);
}

at::Tensor MapWeights::correction(const at::Tensor& features) const {
    return up.defined() ? at::addmm(intercept, at::mm(features, matrix), up) : at::addmm(intercept, features, matrix);
}

StepWeights loadStep(const Decoder& decoder, const Step& step, const BlockWeights* unedited) {
    StepWeights weights;
    if (step.runsBlock() && unedited && !step.folded) weights.block = *unedited;
    else if (step.runsBlock()) weights.block = decoder.loadBlock(step.span.first, step.folded ? *step.folded : TensorReplacements{});
    if (step.map) weights.map = MapWeights(*step.map, decoder);
    if (step.attentionMap) weights.attention = MapWeights(*step.attentionMap, decoder);
    if (step.mlpMap) weights.mlp = MapWeights(*step.mlpMap, decoder);
    return weights;
}

at::Tensor runStep(const Decoder& decoder, const Step& step, const StepWeights& weights, const at::Tensor& x, const Batch& batch, KeyValueCache* cache,
                   at::Tensor* middle) {
    if (weights.map.defined()) {
        const at::Tensor y = weights.map.correction(x) + x;
        if (middle) *middle = y;
        return y;
    }
    const bool parallel = decoder.description().blocks[static_cast<std::size_t>(step.span.first.value)].parallel;
    const auto withMap = [](const at::Tensor& stream, const MapWeights& map, const at::Tensor& features) {
        return map.defined() ? map.correction(features).add_(stream) : stream;
    };
    const auto withBlock = [&](const at::Tensor& stream, at::Tensor* between) {
        return step.runsBlock() ? decoder.runBlock(step.span.first, weights.block, stream, batch, step.parts, cache, between) : stream;
    };
    if (parallel) {
        at::Tensor between = x;
        const at::Tensor y = withBlock(x, middle ? &between : nullptr);
        if (middle) *middle = withMap(between, weights.attention, x);
        return withMap(withMap(y, weights.attention, x), weights.mlp, x);
    }
    const at::Tensor stream = withMap(x, weights.attention, x);
    at::Tensor between = stream;
    const at::Tensor y = withBlock(stream, middle ? &between : nullptr);
    if (middle) *middle = between;
    return withMap(y, weights.mlp, y);
}

void runStep(LayerPass& pass, const Step& step, const JobContext& job) {
    const Decoder& decoder = pass.decoder();
    const BlockIndex block = step.span.first;
    if (step.unedited()) return pass.runBlock(block, {}, job);
    const StepWeights weights = loadStep(decoder, step);
    pass.run([&](const at::Tensor& x, const Batch& batch, at::Tensor* middle) { return runStep(decoder, step, weights, x, batch, nullptr, middle); }, job);
    if (step.runsBlock()) decoder.releaseBlock(block);
}

int runSteps(LayerPass& pass, const std::vector<Step>& steps, std::size_t first, const JobContext& job) {
    int blocks = 0;
    for (std::size_t s = first; s < steps.size(); ++s) {
        job.report("running the edited model", static_cast<std::int64_t>(s - first), static_cast<std::int64_t>(steps.size() - first));
        runStep(pass, steps[s], job);
        blocks += steps[s].runsBlock() ? 1 : 0;
    }
    return blocks;
}

std::size_t commonSteps(const std::vector<Step>& one, const std::vector<Step>& other) {
    std::size_t s = 0;
    while (s < std::min(one.size(), other.size()) && one[s].span == other[s].span && one[s].edits == other[s].edits) ++s;
    return s;
}

ModelSize sizeOf(const Decoder& decoder, const std::vector<Step>& steps) {
    const ModelDescription& model = decoder.description();
    ModelSize size;
    const auto add = [&](const TensorSpec& spec) {
        size.parameters += spec.elements();
        size.bytes += static_cast<std::int64_t>(decoder.checkpoint().find(spec.name)->bytes.size());
    };
    EmbeddingWeights embedding;
    forEachTensor(model, embedding, [&](const TensorSpec& spec, at::Tensor&) { add(spec); });
    HeadWeights head;
    forEachTensor(model, head, [&](const TensorSpec& spec, at::Tensor&) { add(spec); });
    size.multiplyAdds = std::int64_t{model.vocabulary} * model.embedding.width;
    const Linear& output = model.blocks.front().attention.output;
    const auto typeBytes = static_cast<std::int64_t>(storedBytes(decoder.checkpoint().find(output.name + ".weight")->type));
    for (const Step& step : steps) {
        const Block& block = model.blocks[static_cast<std::size_t>(step.span.first.value)];
        if (step.runsBlock())
            for (const TensorSpec& spec : tensorsOf(block, step.parts)) add(spec);
        if (step.runsBlock()) size.multiplyAdds += activeParameters(block, step.parts);
        for (const auto& map : {step.map, step.attentionMap, step.mlpMap}) {
            if (!map) continue;
            size.parameters += matrixElements(*map) + map->width;
            size.bytes += (matrixElements(*map) + map->width) * typeBytes;
            size.multiplyAdds += matrixElements(*map);
        }
    }
    return size;
}

}  // namespace strato
