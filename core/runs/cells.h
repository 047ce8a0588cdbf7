// How a number or a text stands in JSON and in CSV.
//
//     row += "," + csvNumber(score) + "," + csvText(name);
//     json["linearity"] = jsonNumber(score);
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

namespace strato {

// null for what was not computed.
inline nlohmann::ordered_json jsonNumber(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

// Shortest text that reads back as the same number, whatever the locale; empty for what was not computed.
template <typename Number>
std::string csvNumber(Number value) {
    if (!std::isfinite(value)) return {};
    std::array<char, 40> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end};
}

// In quotes, those within doubled (RFC 4180).
inline std::string csvText(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + "\"";
}

}  // namespace strato
