#include "core/model/pickle.h"

#include <algorithm>

#include "core/model/pickle_machine.h"

namespace strato {

PickleTree::PickleTree(std::span<const std::byte> bytes, std::span<const std::string> globals, const std::string& where) {
    PickleMachine machine(*this, bytes, globals, where);
    machine.run();
    const auto before = [](const Entry& one, const Entry& other) { return one.container < other.container; };
    if (!std::is_sorted(entries_.begin(), entries_.end(), before)) std::stable_sort(entries_.begin(), entries_.end(), before);
}

std::vector<PickleValue> PickleTree::persistentIds() const {
    std::vector<PickleValue> ids;
    for (std::uint32_t node = 0; node < nodes_.size(); ++node)
        if (nodes_[node].kind == PickleKind::persistent) ids.push_back({*this, node});
    return ids;
}

PickleKind PickleValue::kind() const { return tree_->nodes_[node_].kind; }

std::int64_t PickleValue::integer() const {
    const PickleTree::Node& node = tree_->nodes_[node_];
    return static_cast<std::int64_t>(std::uint64_t{node.first} << 32 | node.second);
}

std::string_view PickleValue::text() const {
    const PickleTree::Node& node = tree_->nodes_[node_];
    return {reinterpret_cast<const char*>(tree_->bytes_.data()) + node.first, node.second};
}

std::size_t PickleValue::global() const { return tree_->nodes_[node_].first; }
std::size_t PickleValue::size() const { return tree_->nodes_[node_].second; }

PickleValue PickleValue::operator[](std::size_t i) const { return {*tree_, tree_->items_[tree_->nodes_[node_].first + i]}; }

PickleValue PickleValue::callee() const { return {*tree_, tree_->nodes_[node_].first}; }
PickleValue PickleValue::arguments() const { return {*tree_, tree_->nodes_[node_].second}; }

std::vector<std::pair<PickleValue, PickleValue>> PickleValue::entries(std::size_t most) const {
    const auto& all = tree_->entries_;
    std::vector<std::pair<PickleValue, PickleValue>> result;
    auto entry = std::lower_bound(all.begin(), all.end(), node_, [](const auto& one, std::uint32_t node) { return one.container < node; });
    for (; entry != all.end() && entry->container == node_ && result.size() < most; ++entry)
        result.emplace_back(PickleValue(*tree_, entry->key), PickleValue(*tree_, entry->value));
    return result;
}

}  // namespace strato
