#include "core/base/json_view.h"

#include <cmath>

#include "core/base/atomic_output.h"
#include "core/base/error.h"

namespace strato {

using nlohmann::json;

JsonView::JsonView(std::shared_ptr<const json> document, std::string where)
    : document_(std::move(document)), node_(document_.get()), where_(std::move(where)) {}

void JsonView::fail(const std::string& complaint) const { throw Error(where_ + " " + complaint); }

bool JsonView::has(const std::string& key) const { return find(key).has_value(); }

std::optional<JsonView> JsonView::find(const std::string& key) const {
    if (!node_->is_object()) return std::nullopt;
    const auto member = node_->find(key);
    if (member == node_->end() || member->is_null()) return std::nullopt;
    const std::string separator = where_.find(": ") == std::string::npos ? ": " : ".";
    return JsonView(document_, &*member, where_ + separator + key);
}

JsonView JsonView::at(const std::string& key) const {
    if (!node_->is_object()) fail("must be an object");
    if (auto member = find(key)) return *member;
    fail("lacks '" + key + "'");
}

std::vector<JsonView> JsonView::elements() const {
    if (!node_->is_array()) fail("must be a list");
    std::vector<JsonView> result;
    result.reserve(node_->size());
    for (std::size_t i = 0; i < node_->size(); ++i)
        result.push_back(JsonView(document_, &(*node_)[i], where_ + "[" + std::to_string(i) + "]"));
    return result;
}

std::vector<JsonView> JsonView::elements(const std::string& key) const { return at(key).elements(); }

std::string JsonView::asString() const {
    if (!node_->is_string()) fail("must be a string");
    return node_->get<std::string>();
}

std::int64_t JsonView::asInteger() const {
    if (node_->is_number_unsigned() && node_->get<std::uint64_t>() > std::uint64_t{INT64_MAX}) fail("is too large");
    if (node_->is_number_integer()) return node_->get<std::int64_t>();
    if (node_->is_number_float()) {
        const double value = node_->get<double>();
        if (std::abs(value) < 9e15 && value == std::trunc(value))
            return static_cast<std::int64_t>(value);
    }
    fail("must be an integer");
}

double JsonView::asNumber() const {
    if (!node_->is_number()) fail("must be a number");
    return node_->get<double>();
}

bool JsonView::asBoolean() const {
    if (!node_->is_boolean()) fail("must be true or false");
    return node_->get<bool>();
}

std::string JsonView::string(const std::string& key, const std::string& fallback) const {
    const auto member = find(key);
    return member ? member->asString() : fallback;
}

std::int64_t JsonView::integer(const std::string& key, std::int64_t fallback) const {
    const auto member = find(key);
    return member ? member->asInteger() : fallback;
}

double JsonView::number(const std::string& key, double fallback) const {
    const auto member = find(key);
    return member ? member->asNumber() : fallback;
}

bool JsonView::boolean(const std::string& key, bool fallback) const {
    const auto member = find(key);
    return member ? member->asBoolean() : fallback;
}

int JsonView::count(const std::string& key, int low, int high) const {
    const JsonView member = at(key);
    const std::int64_t value = member.asInteger();
    if (value < low || value > high)
        member.fail("is " + std::to_string(value) + "; it must lie in " + std::to_string(low) + " .. " + std::to_string(high));
    return static_cast<int>(value);
}

int JsonView::count(const std::string& key, int low, int high, int fallback) const {
    return has(key) ? count(key, low, high) : fallback;
}

JsonView parseJson(std::string_view text, const std::string& where) {
    // A callback that counts depth keeps hostile nesting from exhausting the stack.
    constexpr int maxDepth = 64;
    const auto limitDepth = [&](int depth, json::parse_event_t, json&) {
        if (depth > maxDepth) throw Error(where + " is nested deeper than " + std::to_string(maxDepth) + " levels");
        return true;
    };
    try {
        return {std::make_shared<const json>(json::parse(text, limitDepth)), where};
    } catch (const json::exception& error) {
        throw Error(where + " is not valid JSON (" + error.what() + "); it may be damaged, fetch it again");
    }
}

JsonView parseJsonFile(const std::filesystem::path& path, std::size_t limitBytes) {
    return parseJson(readTextFile(path, limitBytes), path.filename().string());
}

}  // namespace strato
