#include "core/edit/other_tools.h"

#include <algorithm>
#include <vector>

namespace strato {

namespace {

// Runs of neighbouring blocks that have a whole edit, or that have none.
std::vector<BlockSpan> runs(const Plan& plan, int layers, bool edited) {
    std::vector<BlockSpan> spans;
    for (int l = 0; l < layers; ++l) {
        if ((plan.wholeEdit({l}) != nullptr) != edited) continue;
        if (!spans.empty() && spans.back().last.value == l - 1) spans.back().last = {l};
        else spans.push_back({{l}, {l}});
    }
    return spans;
}

std::string joined(const std::vector<std::string>& pieces, const std::string& between) {
    std::string text;
    for (const std::string& piece : pieces) text += (text.empty() ? "" : between) + piece;
    return text;
}

// mergekit's end is exclusive.
std::string layerRange(const BlockSpan& span) { return "[" + std::to_string(span.first.value) + ", " + std::to_string(span.last.value + 1) + "]"; }

// In double quotes, as YAML reads JSON's strings.
std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) result += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
    return result + "\"";
}

}  // namespace

bool onlyDrops(const Plan& plan) {
    return std::all_of(plan.edits().begin(), plan.edits().end(),
                       [](const Edit& edit) { return edit.part == BlockPart::whole && edit.action == ActionKind::drop; });
}

std::string cutInOtherTools(const Plan& plan, int layers) {
    std::vector<std::string> gone, slices, numbers;
    for (const BlockSpan& span : runs(plan, layers, true)) {
        const std::string first = std::to_string(span.first.value);
        gone.push_back(span.count() == 1 ? first : first + ".." + std::to_string(span.last.value));
        for (int l = span.first.value; l <= span.last.value; ++l) numbers.push_back(std::to_string(l));
    }
    if (plan.empty()) return "no block dropped";
    if (gone.empty()) return "halves of blocks replaced or dropped; other tools can't make this edit";
    const std::string cut = joined(gone, ", ") + " (0-based, inclusive)";
    if (!onlyDrops(plan)) return "replaced or dropped blocks " + cut + "; other tools can't make this edit";
    for (const BlockSpan& span : runs(plan, layers, false)) slices.push_back(layerRange(span));
    return "dropped blocks " + cut + "\nmergekit layer_range " + joined(slices, " + ") + " (end exclusive)\nllama.cpp --prune-layers " +
           joined(numbers, ",");
}

std::string mergekitYaml(const Plan& plan, int layers, const std::string& model, const std::string& dtype) {
    std::string yaml = "# mergekit-yaml mergekit.yaml OUT: the same cut, but mergekit sets no field of config.json but the layer count\nslices:\n";
    for (const BlockSpan& span : runs(plan, layers, false))
        yaml += "  - sources:\n      - model: " + quoted(model) + "\n        layer_range: " + layerRange(span) + "\n";
    return yaml + "merge_method: passthrough\ndtype: " + dtype + "\n";
}

}  // namespace strato
