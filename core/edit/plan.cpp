#include "core/edit/plan.h"

#include <algorithm>
#include <charconv>

#include "core/base/error.h"

namespace strato {

namespace {

constexpr const char* example = "a plan reads like 3=linear,10-12=drop,15.attention=drop";

[[noreturn]] void malformed(std::string_view piece, const std::string& complaint) {
    throw UsageError("the plan's '" + std::string(piece) + "' " + complaint + "; " + example);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

int readNumber(std::string_view digits, std::string_view piece) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '-')
        malformed(piece, "has '" + std::string(digits) + "' where a block's number is due");
    return value;
}

void readWhere(std::string_view where, std::string_view piece, Edit& edit) {
    if (const auto dot = where.find('.'); dot != std::string_view::npos) {
        const std::string_view part = where.substr(dot + 1);
        if (part != "attention" && part != "mlp") malformed(piece, "names a part '" + std::string(part) + "'; the parts are attention and mlp");
        edit.part = part == "attention" ? BlockPart::attention : BlockPart::mlp;
        where = where.substr(0, dot);
    }
    const auto dash = where.find('-', 1);
    edit.span.first = {readNumber(where.substr(0, dash), piece)};
    edit.span.last = dash == std::string_view::npos ? edit.span.first : BlockIndex{readNumber(where.substr(dash + 1), piece)};
    if (edit.span.last < edit.span.first) malformed(piece, "runs backwards; write the lower block first");
    if (edit.part != BlockPart::whole && edit.span.count() > 1) malformed(piece, "names a part of a span; parts are named block by block");
}

void readAction(std::string_view action, std::string_view piece, Edit& edit) {
    constexpr std::string_view lowRank = "lowrank:";
    if (action == "drop") edit.action = ActionKind::drop;
    else if (action == "linear") edit.action = ActionKind::linear;
    else if (action == "merge") edit.action = ActionKind::merge;
    else if (action.starts_with(lowRank)) {
        edit.action = ActionKind::lowRank;
        edit.rank = readNumber(action.substr(lowRank.size()), piece);
        if (edit.rank == 0) malformed(piece, "asks for rank 0; use drop");
    } else malformed(piece, "asks for '" + std::string(action) + "'; the actions are drop, linear, lowrank:R and merge");
}

Edit readEdit(std::string_view piece) {
    const auto equals = piece.find('=');
    if (equals == std::string_view::npos) malformed(piece, "has no '='");
    Edit edit;
    readWhere(trimmed(piece.substr(0, equals)), piece, edit);
    readAction(trimmed(piece.substr(equals + 1)), piece, edit);
    return edit;
}

bool collide(const Edit& one, const Edit& other) {
    if (!one.span.overlaps(other.span)) return false;
    return one.part == BlockPart::whole || other.part == BlockPart::whole || one.part == other.part;
}

bool comesBefore(const Edit& one, const Edit& other) {
    return one.span.first != other.span.first ? one.span.first < other.span.first : one.part < other.part;
}

// What is left of `edit` on both sides of `span`. Only a drop can be cut: it says the same of every block, a map stands for its whole span.
void keepRest(const Edit& edit, const BlockSpan& span, std::vector<Edit>& edits) {
    if (edit.action != ActionKind::drop || edit.part != BlockPart::whole) return;
    if (edit.span.first < span.first) edits.push_back({.span = {edit.span.first, {span.first.value - 1}}, .action = ActionKind::drop});
    if (span.last < edit.span.last) edits.push_back({.span = {{span.last.value + 1}, edit.span.last}, .action = ActionKind::drop});
}

}  // namespace

std::string Edit::where() const {
    const char* suffix = part == BlockPart::attention ? ".attention" : part == BlockPart::mlp ? ".mlp" : "";
    return span.text() + suffix;
}

std::string Edit::actionText() const {
    switch (action) {
        case ActionKind::drop: return "drop";
        case ActionKind::linear: return "linear";
        case ActionKind::merge: return "merge";
        case ActionKind::lowRank: return "lowrank:" + std::to_string(rank);
    }
    return {};
}

Plan Plan::parse(std::string_view text) {
    Plan plan;
    if (trimmed(text).empty()) return plan;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view piece = trimmed(text.substr(begin, end - begin));
        if (piece.empty()) malformed(text, "has an empty piece");
        const Edit edit = readEdit(piece);
        for (const Edit& other : plan.edits_)
            if (collide(edit, other)) malformed(piece, "touches a block that '" + other.text() + "' edits already");
        plan.edits_.push_back(edit);
        begin = end + 1;
    }
    std::sort(plan.edits_.begin(), plan.edits_.end(), comesBefore);
    return plan;
}

std::string Plan::text() const {
    std::string text;
    for (const Edit& edit : edits_) text += (text.empty() ? "" : ",") + edit.text();
    return text;
}

void Plan::check(int layers) const {
    int gone = 0;
    const Edit* half = nullptr;                // dropped, of the block that comes next
    for (const Edit& edit : edits_) {
        if (edit.span.last.value >= layers)
            throw UsageError("the plan's '" + edit.text() + "' names a block that the model doesn't have; its blocks are 0 to " + std::to_string(layers - 1));
        if (edit.action != ActionKind::drop && edit.action != ActionKind::merge) continue;
        if (edit.part == BlockPart::whole) gone += edit.span.count();
        else if (half && half->span == edit.span) ++gone;
        else half = &edit;
    }
    if (layers > 0 && gone == layers) throw UsageError("the plan drops every block; keep at least one");
}

const Edit* Plan::wholeEdit(BlockIndex block) const {
    for (const Edit& edit : edits_)
        if (edit.part == BlockPart::whole && edit.span.contains(block)) return &edit;
    return nullptr;
}

Plan Plan::with(const Edit& edit) const {
    Plan plan;
    for (const Edit& other : edits_) {
        if (!collide(edit, other)) plan.edits_.push_back(other);
        else keepRest(other, edit.span, plan.edits_);
    }
    plan.edits_.push_back(edit);
    std::sort(plan.edits_.begin(), plan.edits_.end(), comesBefore);
    return plan;
}

Plan Plan::without(const BlockSpan& span) const {
    Plan plan;
    for (const Edit& edit : edits_) {
        if (!edit.span.overlaps(span)) plan.edits_.push_back(edit);
        else keepRest(edit, span, plan.edits_);
    }
    return plan;
}

BlockIndex Plan::firstEditedBlock(int layers) const { return edits_.empty() ? BlockIndex{layers} : edits_.front().span.first; }

}  // namespace strato
