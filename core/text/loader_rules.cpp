// What the transformers library's loader adds to the files of a tokeniser. tokenizers.md, section 3; checked against 4.57.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/text/pipeline.h"

namespace strato {

namespace {

constexpr std::array<const char*, 7> specialKeys{"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"};

// A class whose loader replaces the file's post-processor by [bos] text [eos].
struct FrameRule {
    const char* name;
    bool addsBos;          // unless add_bos_token says otherwise
    const char *bos, *eos; // unless bos_token and eos_token name others
};
constexpr std::array<FrameRule, 5> frameRules{{{"LlamaTokenizer", true, "<s>", "</s>"},
                                               {"CodeLlamaTokenizer", true, "<s>", "</s>"},
                                               {"GemmaTokenizer", true, "<bos>", "<eos>"},
                                               {"CohereTokenizer", true, "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>"},
                                               {"GPTNeoXTokenizer", false, "<|endoftext|>", "<|endoftext|>"}}};

void addSpecial(const std::string& content, Tokenizer::Pipeline& pipeline) {
    if (content.empty() || pipeline.added.find(content) >= 0) return;
    pipeline.added.add({.content = content, .normalized = false, .special = true}, pipeline.model.vocabulary());
}

// Tokens by the numbers they are listed under. One that the file has already takes the flags given here.
void addListed(const JsonView& listed, Tokenizer::Pipeline& pipeline) {
    if (!listed.isObject()) listed.fail("must be an object of ids and tokens; fetch the file again");
    std::vector<std::pair<std::int64_t, AddedToken>> tokens;
    for (const auto& [key, unused] : listed.raw().items()) {
        std::int64_t id = -1;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
        if (error != std::errc{} || end != key.data() + key.size()) listed.fail("has the key '" + key + "', which is no id; fetch the file again");
        tokens.emplace_back(id, AddedToken::read(listed.at(key)));
    }
    std::sort(tokens.begin(), tokens.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [id, token] : tokens) pipeline.added.add(std::move(token), pipeline.model.vocabulary());
}

SpecialFrame frameBy(const JsonView& config, const FrameRule& rule, const Tokenizer::Pipeline& pipeline) {
    const auto idOf = [&](const char* key, const char* usual) {
        std::string content = configuredToken(config, key);
        if (content.empty()) content = usual;
        const TokenId id = pipeline.find(content);
        if (id < 0) config.fail("asks for the " + std::string(key) + " '" + content + "' around texts, which the vocabulary lacks; fetch the folder again");
        return id;
    };
    SpecialFrame frame;
    if (config.boolean("add_bos_token", rule.addsBos)) frame.before.push_back(idOf("bos_token", rule.bos));
    if (config.boolean("add_eos_token", false)) frame.after.push_back(idOf("eos_token", rule.eos));
    return frame;
}

}  // namespace

std::string configuredToken(const JsonView& config, const std::string& key) {
    const auto token = config.find(key);
    if (!token) return {};
    return token->isObject() ? token->string("content", "") : token->asString();
}

void applyLoaderRules(const JsonView& config, Tokenizer::Pipeline& pipeline) {
    if (const auto listed = config.find("added_tokens_decoder")) addListed(*listed, pipeline);
    for (const char* key : specialKeys) addSpecial(configuredToken(config, key), pipeline);
    if (config.has("additional_special_tokens"))
        for (const JsonView& token : config.elements("additional_special_tokens"))
            addSpecial(token.isObject() ? token.string("content", "") : token.asString(), pipeline);
    const std::string name = config.string("tokenizer_class", "");
    for (const FrameRule& rule : frameRules)
        if (name == rule.name || name == rule.name + std::string("Fast")) pipeline.frame = frameBy(config, rule, pipeline);
    const TokenId end = pipeline.find(configuredToken(config, "eos_token"));
    if (end >= 0) pipeline.endOfText = end;
}

PreTokenizer readConfiguredPreTokenizer(const JsonView& node, const std::optional<JsonView>& config) {
    // Only a ByteLevel that stands alone is rewritten, and by the Llama classes not even that.
    if (!config || node.string("type") != "ByteLevel" || config->string("tokenizer_class", "").find("Llama") != std::string::npos)
        return readPreTokenizer(node);
    return byteLevel(config->boolean("add_prefix_space", false), node.boolean("use_regex", true));
}

}  // namespace strato
