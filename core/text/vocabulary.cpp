#include "core/text/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/base/error.h"

namespace strato {

Vocabulary Vocabulary::read(const JsonView& node) {
    if (!node.isObject()) node.fail("must be an object of tokens and their ids; fetch the file again");
    Vocabulary vocabulary;
    vocabulary.ids_.reserve(node.raw().size());
    vocabulary.tokens_.reserve(node.raw().size());
    for (const auto& [token, id] : node.raw().items()) {
        if (!id.is_number_integer()) node.fail("must give every token an integer; fetch the file again");
        vocabulary.add(token, id.get<std::int64_t>(), node.where());
    }
    return vocabulary;
}

void Vocabulary::add(const std::string& token, std::int64_t id, const std::string& where) {
    if (id < 0 || id > largestSaneId) throw Error(where + " gives '" + token + "' the id " + std::to_string(id) + ", which no vocabulary has; fetch the file again");
    const auto entry = ids_.insert_or_assign(token, static_cast<TokenId>(id)).first;
    tokens_.try_emplace(entry->second, &entry->first);
    largestId_ = std::max(largestId_, entry->second);
}

TokenId Vocabulary::find(std::string_view token) const {
    const auto entry = ids_.find(token);
    return entry == ids_.end() ? -1 : entry->second;
}

const std::string& Vocabulary::token(TokenId id) const {
    static const std::string none;
    const auto entry = tokens_.find(id);
    return entry == tokens_.end() ? none : *entry->second;
}

std::string byteToken(unsigned char byte) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    return name.data();
}

std::vector<TokenId> byteTokens(const Vocabulary& vocabulary, std::string_view text) {
    std::vector<TokenId> ids;
    for (const char byte : text) {
        const TokenId id = vocabulary.find(byteToken(static_cast<unsigned char>(byte)));
        if (id < 0) return {};
        ids.push_back(id);
    }
    return ids;
}

}  // namespace strato
