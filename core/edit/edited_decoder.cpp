#include "core/edit/edited_decoder.h"

#include <set>

#include "core/base/error.h"

namespace strato {

namespace {

Step blockStep(const Plan& plan, BlockIndex block) {
    Step step{.span = {block, block}, .parts = {}, .map = {}};
    for (const Edit& edit : plan.edits()) {
        if (edit.part == BlockPart::whole || edit.span.first != block) continue;
        if (edit.action != ActionKind::drop)
            throw Error("'" + edit.where() + "=" + edit.actionText() + "' can't be measured by this version: half a block can only be dropped");
        (edit.part == BlockPart::attention ? step.parts.attention : step.parts.mlp) = false;
    }
    return step;
}

bool isWholeBlock(const Step& step) { return !step.map && step.parts.attention && step.parts.mlp; }

// What is left of a block's description when halves of it are gone: the tensors that still have to be stored.
std::vector<TensorSpec> tensorsLeft(const Block& block, const BlockParts& parts) {
    std::vector<const Norm*> norms;
    std::vector<const Linear*> linears;
    const auto take = [](auto& list, const auto& optional) {
        if (optional) list.push_back(&*optional);
    };
    const bool mlpReadsAttentionNorm = block.parallel && !block.beforeMlp;
    if (!parts.attention) {
        const Attention& attention = block.attention;
        if (attention.fused) linears = {&*attention.fused, &attention.output};
        else linears = {&attention.query, &attention.key, &attention.value, &attention.output};
        if (!(mlpReadsAttentionNorm && parts.mlp)) take(norms, block.beforeAttention);
        take(norms, block.afterAttention);
    }
    if (!parts.mlp) {
        linears.insert(linears.end(), {&block.mlp.up, &block.mlp.down});
        take(linears, block.mlp.gate);
        take(norms, block.beforeMlp);
        take(norms, block.afterMlp);
    }
    std::set<std::string> gone;
    for (const Norm* norm : norms) gone.insert({norm->name + ".weight", norm->name + ".bias"});
    for (const Linear* linear : linears) gone.insert({linear->name + ".weight", linear->name + ".bias"});
    std::vector<TensorSpec> left;
    for (TensorSpec& spec : tensorsOf(block))
        if (!gone.contains(spec.name)) left.push_back(std::move(spec));
    return left;
}

}  // namespace

std::vector<Step> stepsOf(const Plan& plan, int layers, const MapSource& mapOf) {
    plan.check(layers);
    std::vector<Step> steps;
    for (int l = 0; l < layers; ++l) {
        const Edit* edit = plan.wholeEdit({l});
        if (!edit) {
            const Step step = blockStep(plan, {l});
            if (step.parts.attention || step.parts.mlp) steps.push_back(step);
            continue;
        }
        if (edit->action == ActionKind::linear) steps.push_back({.span = edit->span, .parts = {}, .map = mapOf(edit->span)});
        else if (edit->action != ActionKind::drop)
            throw Error("'" + edit->where() + "=" + edit->actionText() + "' can't be measured by this version; use drop or linear");
        l = edit->span.last.value;
    }
    return steps;
}

int runSteps(LayerPass& pass, const std::vector<Step>& steps, std::size_t first, const JobContext& job) {
    int blocks = 0;
    for (std::size_t s = first; s < steps.size(); ++s) {
        const Step& step = steps[s];
        job.report("running the edited model", static_cast<std::int64_t>(s - first), static_cast<std::int64_t>(steps.size() - first));
        if (step.map) {
            pass.runMap(*step.map, job);
        } else {
            pass.runBlock(step.span.first, step.parts, job);
            ++blocks;
        }
    }
    return blocks;
}

std::size_t firstEditedStep(const std::vector<Step>& steps) {
    std::size_t s = 0;
    while (s < steps.size() && isWholeBlock(steps[s]) && steps[s].span.first.value == static_cast<int>(s)) ++s;
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
    const Linear& down = model.blocks.front().mlp.down;
    const auto typeBytes = static_cast<std::int64_t>(storedBytes(decoder.checkpoint().find(down.name + ".weight")->type));
    for (const Step& step : steps) {
        if (!step.map) {
            for (const TensorSpec& spec : tensorsLeft(model.blocks[static_cast<std::size_t>(step.span.first.value)], step.parts)) add(spec);
            continue;
        }
        const std::int64_t parameters = std::int64_t{model.hidden} * (model.hidden + 1);
        size.parameters += parameters;
        size.bytes += parameters * typeBytes;
    }
    return size;
}

}  // namespace strato
