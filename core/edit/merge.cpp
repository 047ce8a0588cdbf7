#include "core/edit/merge.h"

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace strato {

namespace {

[[noreturn]] void refuse(const Edit& edit, const std::string& reason) { throw UsageError("'" + edit.text() + "' can't be computed: " + reason); }

// The plan's edit of a half, or of the whole block.
const Edit* editOf(const Plan& plan, BlockIndex block, BlockPart part) {
    for (const Edit& edit : plan.edits())
        if (edit.span.contains(block) && (edit.part == BlockPart::whole || edit.part == part)) return &edit;
    return nullptr;
}

bool vanishes(const Edit& edit) { return edit.action == ActionKind::drop || edit.action == ActionKind::merge; }

// The nearest block before `block` that is not gone.
BlockIndex keptBefore(const Plan& plan, const Edit& edit) {
    for (int l = edit.span.first.value - 1; l >= 0; --l) {
        const Edit* attention = editOf(plan, {l}, BlockPart::attention);
        const Edit* mlp = editOf(plan, {l}, BlockPart::mlp);
        if (!attention || !mlp) return {l};
        for (const Edit* other : {attention, mlp})
            if (!vanishes(*other)) refuse(edit, "a merge folds into the block before it, and '" + other->text() + "' stands there");
    }
    refuse(edit, "a merge folds into the block before it, and there is none; use linear or drop");
}

void requireStraight(const Edit& edit, const MergeSource& source, const Block& block, const std::string& family) {
    if ((!source.attention || attentionAddsStraight(block)) && (!source.mlp || mlpAddsStraight(block))) return;
    refuse(edit, "in a " + family + " block a norm lies between the half that it would fold into and the residual stream; use linear or drop");
}

bool holdsIntercept(const MergeSource& source, const Block& block) {
    return (source.mlp && block.mlp && block.mlp->down.bias && !block.experts) || (source.attention && block.attention.output.bias);
}

std::string biasName(const Linear& linear) { return linear.biasName.empty() ? linear.name + ".bias" : linear.biasName; }

// Adds what a map on one half's output makes of that half's last linear layer.
class Folding {
public:
    Folding(const Decoder& decoder, const TensorReplacements& trained, double branchScale) : decoder_(decoder), trained_(trained), branchScale_(branchScale) {}

    // map: [hidden, hidden] float64, I + B; intercept: [hidden] float64 or undefined.
    void fold(const Linear& linear, const at::Tensor& map, const at::Tensor& intercept) {
        const std::string weight = linear.name + ".weight";
        const at::Tensor stored = before(weight);
        const at::Tensor wide = stored.to(at::kDouble);
        folded_[weight] = (linear.inputMajor ? at::mm(wide, map) : at::mm(map.t(), wide)).to(stored.scalar_type());
        if (!linear.bias) return;
        const at::Tensor bias = before(biasName(linear));
        at::Tensor mapped = at::mv(map.t(), bias.to(at::kDouble));
        if (intercept.defined()) mapped = mapped + intercept / branchScale_;
        folded_[biasName(linear)] = mapped.to(bias.scalar_type());
    }

    TensorReplacements take() { return std::move(folded_); }

private:
    at::Tensor before(const std::string& name) const {
        const auto found = trained_.find(name);
        return found != trained_.end() ? found->second : decoder_.stored(name);
    }

    const Decoder& decoder_;
    const TensorReplacements& trained_;
    double branchScale_;
    TensorReplacements folded_;
};

at::Tensor matrixOf(const AffineMap& map) {
    const auto view = [](const std::vector<float>& values, std::int64_t rows, std::int64_t columns) {
        return at::from_blob(const_cast<float*>(values.data()), {rows, columns}, at::kFloat).to(at::kDouble);
    };
    if (map.rank == 0) return view(map.matrix, map.features(), map.width);
    return at::mm(view(map.down, map.features(), map.rank), view(map.up, map.rank, map.width));
}

}  // namespace

MergeSource mergeSourceOf(const Plan& plan, const Edit& edit, const ModelDescription& model) {
    const bool ownBlock = edit.part == BlockPart::mlp || (edit.part == BlockPart::attention && model.blocks[static_cast<std::size_t>(edit.span.first.value)].parallel);
    MergeSource source{.block = ownBlock ? edit.span.first : keptBefore(plan, edit)};
    const Block& block = model.blocks[static_cast<std::size_t>(source.block.value)];
    const auto kept = [&](BlockPart part) { return editOf(plan, source.block, part) == nullptr; };
    if (ownBlock) {
        (edit.part == BlockPart::mlp ? source.attention : source.mlp) = true;
    } else {
        source.mlp = kept(BlockPart::mlp);
        source.attention = block.parallel && kept(BlockPart::attention);
    }
    if ((source.attention && !kept(BlockPart::attention)) || (source.mlp && !kept(BlockPart::mlp)) || (!source.attention && !source.mlp))
        refuse(edit, "the half of block " + std::to_string(source.block.value) + " that it would fold into is edited too");
    requireStraight(edit, source, block, model.family);
    source.intercept = holdsIntercept(source, block);
    return source;
}

TensorReplacements foldMaps(const Decoder& decoder, const std::vector<std::pair<MergeSource, std::shared_ptr<const AffineMap>>>& maps,
                            const TensorReplacements& trained) {
    const BlockIndex number = maps.front().first.block;
    const Block& block = decoder.description().blocks[static_cast<std::size_t>(number.value)];
    const std::int64_t hidden = decoder.hidden();
    at::Tensor attention, mlp, intercept = at::zeros({hidden}, at::kDouble);
    const auto add = [&](at::Tensor& sum, const at::Tensor& part) { sum = (sum.defined() ? sum : at::eye(hidden, at::kDouble)) + part; };
    bool intoMlp = false;
    for (const auto& [source, map] : maps) {
        const at::Tensor matrix = matrixOf(*map);
        if (source.attention) add(attention, matrix.narrow(0, 0, hidden));
        if (source.mlp) add(mlp, matrix.narrow(0, matrix.size(0) - hidden, hidden));
        intoMlp = intoMlp || (source.mlp && block.mlp && block.mlp->down.bias && !block.experts);
        intercept = intercept + at::from_blob(const_cast<float*>(map->intercept.data()), {hidden}, at::kFloat).to(at::kDouble);
    }
    Folding folding(decoder, trained, block.branchScale);
    if (attention.defined()) folding.fold(block.attention.output, attention, intoMlp ? at::Tensor() : intercept);
    if (mlp.defined() && block.mlp) folding.fold(block.mlp->down, mlp, intoMlp ? intercept : at::Tensor());
    if (mlp.defined() && block.experts)
        for (const Mlp& expert : block.experts->experts) folding.fold(expert.down, mlp, {});
    return folding.take();
}

}  // namespace strato
