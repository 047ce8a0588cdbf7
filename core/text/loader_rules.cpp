// What the transformers library's loader adds to the files of a tokeniser. Checked against 4.57.
#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/base/error.h"
#include "core/text/pipeline.h"

namespace strato {

namespace {

const char* usualToken(const LoaderClass& itsClass, std::string_view key) {
    if (key == "bos_token") return itsClass.bos;
    if (key == "eos_token") return itsClass.eos;
    if (key == "unk_token") return itsClass.unknown;
    return key == "pad_token" ? itsClass.padding : nullptr;
}

// A special token is given as an object with flags, or by its content alone.
AddedToken readSpecial(const JsonView& node) {
    AddedToken token = node.isObject() ? AddedToken::read(node) : AddedToken{.content = node.asString(), .normalized = false};
    token.special = true;
    return token;
}

// The token under `key`, else the usual one of the class; with empty content if there is neither. A key that is null names none.
AddedToken namedToken(const LoaderConfig& config, const std::string& key) {
    if (const auto node = config.json().find(key)) return readSpecial(*node);
    const char* usual = config.json().raw().contains(key) ? nullptr : usualToken(config.loader(), key);
    return {.content = usual ? usual : "", .normalized = false, .special = true};
}

void addIfMissing(AddedToken token, Tokenizer::Pipeline& pipeline) {
    if (pipeline.added.find(token.content) < 0) pipeline.added.add(std::move(token), pipeline.model->vocabulary());
}

// Tokens by the numbers they are listed under. One that the file has already takes the flags given here, unless the list is old.
void addListed(const JsonView& listed, bool old, Tokenizer::Pipeline& pipeline) {
    if (!listed.isObject()) listed.fail("must be an object of ids and tokens; fetch the file again");
    std::vector<std::pair<std::int64_t, AddedToken>> tokens;
    for (const auto& [key, unused] : listed.raw().items()) {
        std::int64_t id = -1;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
        if (error != std::errc{} || end != key.data() + key.size()) listed.fail("has the key '" + key + "', which is no id; fetch the file again");
        tokens.emplace_back(id, AddedToken::read(listed.at(key)));
    }
    std::sort(tokens.begin(), tokens.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [id, token] : tokens)
        if (old) addIfMissing(std::move(token), pipeline);
        else pipeline.added.add(std::move(token), pipeline.model->vocabulary());
}

void addAll(const JsonView& config, const char* key, Tokenizer::Pipeline& pipeline) {
    const auto node = config.find(key);
    if (!node) return;
    if (!node->isObject()) {
        for (const JsonView& token : node->elements()) addIfMissing(readSpecial(token), pipeline);
        return;
    }
    for (const auto& [name, unused] : node->raw().items()) addIfMissing(readSpecial(node->at(name)), pipeline);
}

TokenId idForFrame(const LoaderConfig& config, const char* key, const Tokenizer::Pipeline& pipeline) {
    const std::string content = namedToken(config, key).content;
    const TokenId id = pipeline.find(content);
    if (id < 0) config.json().fail("asks for a " + std::string(key) + " around texts, but names none; fetch the folder again");
    return id;
}

void frameTexts(const LoaderConfig& config, Tokenizer::Pipeline& pipeline) {
    const LoaderClass& itsClass = config.loader();
    // Others take add_bos_token only where no tokenizer.json says what stands around a text: OPT's folders.
    if (!itsClass.framesTexts && !pipeline.bare) return;
    if (itsClass.framesTexts) pipeline.frame = {};
    if (config.json().boolean("add_bos_token", itsClass.addsBos)) pipeline.frame.before = {idForFrame(config, "bos_token", pipeline)};
    if (itsClass.framesTexts && config.json().boolean("add_eos_token", false)) pipeline.frame.after = {idForFrame(config, "eos_token", pipeline)};
}

// The node with every "add_prefix_space": false made true.
nlohmann::json prefixedInside(nlohmann::json node) {
    if (node.is_object() && node.contains("add_prefix_space")) node["add_prefix_space"] = true;
    if (node.is_structured())
        for (auto& child : node) child = prefixedInside(child);
    return node;
}

}  // namespace

void applyLoaderRules(const LoaderConfig& config, Tokenizer::Pipeline& pipeline) {
    if (config.isSilent()) return;
    if (const auto listed = config.json().find("added_tokens_decoder")) addListed(*listed, config.listsAreOld(), pipeline);
    for (const char* key : {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        addIfMissing(namedToken(config, key), pipeline);
    addAll(config.json(), "additional_special_tokens", pipeline);
    addAll(config.json(), "extra_special_tokens", pipeline);
    std::istringstream own(config.loader().ownSpecials);
    for (std::string token; own >> token;) addIfMissing({.content = token, .normalized = false, .special = true}, pipeline);
    frameTexts(config, pipeline);
    const TokenId start = pipeline.find(namedToken(config, "bos_token").content), end = pipeline.find(namedToken(config, "eos_token").content);
    if (start >= 0) pipeline.startOfText = start;
    if (end >= 0) pipeline.endOfText = end;
}

PreTokenizer readConfiguredPreTokenizer(const JsonView& node, const LoaderConfig& config) {
    const bool isNull = config.json().raw().contains("add_prefix_space") && !config.json().has("add_prefix_space");
    const bool prefix = config.json().boolean("add_prefix_space", false);
    if (prefix && config.loader().prefixesInside)
        return readPreTokenizer(JsonView(std::make_shared<const nlohmann::json>(prefixedInside(node.raw())), node.where()));
    // Only a ByteLevel that stands alone is rewritten, and by some classes not even that.
    if (config.isSilent() || isNull || node.string("type") != "ByteLevel" || config.loader().ownPrefixSpace) return readPreTokenizer(node);
    return byteLevel(prefix, node.boolean("use_regex", true));
}

}  // namespace strato
