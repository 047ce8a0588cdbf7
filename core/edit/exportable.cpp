#include "core/edit/exportable.h"

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/edit/config_rewrite.h"
#include "core/edit/merge.h"

namespace strato {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

std::string quoted(const Edit& edit) { return "'" + edit.text() + "'"; }

bool isDrop(const Edit& edit) { return edit.action == ActionKind::drop; }

// Both halves have an edit of their own.
bool losesBothHalves(const Plan& plan, BlockIndex block) {
    int halves = 0;
    for (const Edit& edit : plan.edits()) halves += edit.part != BlockPart::whole && edit.span.first == block;
    return halves == 2;
}

// Blocks that a folder still has, halved ones too; with custom code one that loses both halves is gone.
std::vector<BlockIndex> keptBlocks(const Plan& plan, int layers, bool custom) {
    std::vector<BlockIndex> kept;
    for (int l = 0; l < layers; ++l)
        if (!plan.wholeEdit({l}) && !(custom && losesBothHalves(plan, {l}))) kept.push_back({l});
    return kept;
}

std::string whyFolderCannot(const fs::path& model, const ModelDescription& description, const std::vector<BlockIndex>& kept) {
    const ordered_json config = readConfig(model);
    if (config.contains("auto_map")) return "the folder's config.json asks for custom code (auto_map), which would not fit the edited model";
    if (description.partOfLarger)
        return "the folder's config.json describes more than this decoder (" + description.family + "); an edited decoder alone would not fit it";
    std::vector<std::string> unused;
    return whyConfigCannotHold(configWithout(config, description, kept, unused), description, kept);
}

std::string whyNotMerged(const ModelDescription& description, const Plan& plan, const Edit& edit) {
    if (edit.action != ActionKind::merge) return {};
    try {
        mergeSourceOf(plan, edit, description);
        return {};
    } catch (const UsageError& error) {
        return error.what();
    }
}

std::string whyEditNotStock(const ModelDescription& description, const Plan& plan, const Edit& edit) {
    if (edit.part != BlockPart::whole) return quoted(edit) + ": a stock checkpoint can't leave out half a block";
    if (edit.action == ActionKind::merge) return whyNotMerged(description, plan, edit);
    if (isDrop(edit)) return {};
    return quoted(edit) + ": a linear map of the residual stream has no place in a stock checkpoint of the family '" + description.family + "'";
}

}  // namespace

ordered_json readConfig(const fs::path& model) {
    const std::string text = readTextFile(model / "config.json", std::size_t{16} << 20);
    return ordered_json::parse(text, nullptr, false);
}

std::string whyNotStock(const fs::path& model, const ModelDescription& description, const Plan& plan) {
    plan.check(description.layers());
    for (const Edit& edit : plan.edits()) {
        const std::string reason = whyEditNotStock(description, plan, edit);
        if (reason.empty()) continue;
        const auto nearest = nearestStockPlan(model, description, plan);
        const std::string fits = !nearest ? "no stock plan is near"
                                 : nearest->empty() ? "the nearest that fits is no edit at all"
                                                    : "the nearest plan that fits is '" + nearest->text() + "'";
        return reason + "; " + fits + (whyNotCustom(model, description, plan).empty() ? ", or export with a modelling file of its own (--custom-code)" : "");
    }
    return whyFolderCannot(model, description, keptBlocks(plan, description.layers(), false));
}

std::string whyNotCustom(const fs::path& model, const ModelDescription& description, const Plan& plan) {
    plan.check(description.layers());
    const auto kept = keptBlocks(plan, description.layers(), true);
    if (kept.empty()) return "no block is left for the maps to stand beside; keep at least one";
    for (const Edit& edit : plan.edits()) {
        if (const std::string reason = whyNotMerged(description, plan, edit); !reason.empty()) return reason;
        if (edit.part != BlockPart::whole && description.blocks[static_cast<std::size_t>(edit.span.first.value)].carriesNormed)
            return quoted(edit) + ": in this model the norm's output goes on beside the half, which can't be replaced alone; edit the whole block";
    }
    if (description.family.starts_with("RefinedWeb"))
        return "the library has no class of its own for " + description.family + "; convert the folder to falcon first";
    return whyFolderCannot(model, description, kept);
}

std::optional<Plan> nearestStockPlan(const fs::path& model, const ModelDescription& description, const Plan& plan) {
    Plan nearest;
    for (Edit edit : plan.edits()) {
        if (edit.part != BlockPart::whole) {
            if (!losesBothHalves(plan, edit.span.first)) continue;
            edit.part = BlockPart::whole;
        }
        if (!isDrop(edit)) edit = {.span = edit.span, .action = ActionKind::merge};
        if (!whyNotMerged(description, nearest, edit).empty()) edit.action = ActionKind::drop;
        nearest = nearest.with(edit);
    }
    const auto kept = keptBlocks(nearest, description.layers(), false);
    if (kept.empty() || !whyFolderCannot(model, description, kept).empty()) return std::nullopt;
    return nearest;
}

}  // namespace strato
