// JSON from an untrusted file, read with the path of every key, so that a complaint says where.
//
//     JsonView config = parseJsonFile(folder / "config.json");
//     int layers = config.integer("n_layer");            // Error: config.json: 'n_layer' is missing
//     double theta = config.number("rope_theta", 10000);
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace strato {

class JsonView {
public:
    // `where` names the file or key path in errors; the view shares ownership of the document.
    JsonView(std::shared_ptr<const nlohmann::json> document, std::string where);

    const nlohmann::json& raw() const { return *node_; }
    const std::string& where() const { return where_; }

    bool isObject() const { return node_->is_object(); }
    bool isArray() const { return node_->is_array(); }
    // True if the key is there and not null.
    bool has(const std::string& key) const;

    // The member `key`. Throws Error if this is no object or the key is missing or null.
    JsonView at(const std::string& key) const;
    std::optional<JsonView> find(const std::string& key) const;
    // The elements of an array, or the member's elements. Throw Error if it is no array.
    std::vector<JsonView> elements() const;
    std::vector<JsonView> elements(const std::string& key) const;

    // This node as a value; a number with a fraction is no integer. Throw Error on another type.
    std::string asString() const;
    std::int64_t asInteger() const;
    double asNumber() const;
    bool asBoolean() const;

    // The member as a value; the second form answers `fallback` where the key is missing or null.
    std::string string(const std::string& key) const { return at(key).asString(); }
    std::string string(const std::string& key, const std::string& fallback) const;
    std::int64_t integer(const std::string& key) const { return at(key).asInteger(); }
    std::int64_t integer(const std::string& key, std::int64_t fallback) const;
    double number(const std::string& key) const { return at(key).asNumber(); }
    double number(const std::string& key, double fallback) const;
    bool boolean(const std::string& key) const { return at(key).asBoolean(); }
    bool boolean(const std::string& key, bool fallback) const;

    // An integer in [low, high]: for counts and sizes that decide what is allocated. Throws Error outside.
    int count(const std::string& key, int low, int high) const;
    int count(const std::string& key, int low, int high, int fallback) const;

    [[noreturn]] void fail(const std::string& complaint) const;

private:
    JsonView(std::shared_ptr<const nlohmann::json> document, const nlohmann::json* node, std::string where)
        : document_(std::move(document)), node_(node), where_(std::move(where)) {}

    std::shared_ptr<const nlohmann::json> document_;
    const nlohmann::json* node_;
    std::string where_;
};

// Parses text as JSON; nesting deeper than 64 and duplicate-free parsing faults throw Error naming `where`.
JsonView parseJson(std::string_view text, const std::string& where);

// Reads and parses a file of at most `limitBytes`. Throws Error.
JsonView parseJsonFile(const std::filesystem::path& path, std::size_t limitBytes = std::size_t{256} << 20);

}  // namespace strato
