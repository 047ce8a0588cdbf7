#include "core/edit/edited_decoder.h"

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
    const Linear& output = model.blocks.front().attention.output;
    const auto typeBytes = static_cast<std::int64_t>(storedBytes(decoder.checkpoint().find(output.name + ".weight")->type));
    for (const Step& step : steps) {
        if (!step.map) {
            for (const TensorSpec& spec : tensorsOf(model.blocks[static_cast<std::size_t>(step.span.first.value)], step.parts)) add(spec);
            continue;
        }
        const std::int64_t parameters = std::int64_t{model.hidden} * (model.hidden + 1);
        size.parameters += parameters;
        size.bytes += parameters * typeBytes;
    }
    return size;
}

}  // namespace strato
