// What the transformers library's loader adds to the files of a tokeniser. tokenizers.md, section 3; checked against 4.57.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/text/pipeline.h"

namespace strato {

namespace {

// The tokens that a class has where tokenizer_config.json names none, and whether its loader replaces the file's post-processor by
// [bos] text [eos].
struct LoaderClass {
    const char* name;
    const char *bos, *eos, *unknown, *padding;  // null: none
    bool framesTexts, addsBos;                  // addsBos: unless add_bos_token says otherwise
};
constexpr const char* endMark = "<|endoftext|>";
constexpr std::array<LoaderClass, 8> loaderClasses{{
    {"LlamaTokenizer", "<s>", "</s>", "<unk>", nullptr, true, true},
    {"CodeLlamaTokenizer", "<s>", "</s>", "<unk>", nullptr, true, true},
    {"GemmaTokenizer", "<bos>", "<eos>", "<unk>", "<pad>", true, true},
    {"CohereTokenizer", "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>", "<UNK>", nullptr, true, true},
    {"GPTNeoXTokenizer", endMark, endMark, endMark, nullptr, true, false},
    {"GPT2Tokenizer", endMark, endMark, endMark, nullptr, false, false},
    {"CodeGenTokenizer", endMark, endMark, endMark, nullptr, false, false},
    {"Qwen2Tokenizer", nullptr, endMark, endMark, endMark, false, false},
}};

LoaderClass classOf(const JsonView& config) {
    const std::string name = config.string("tokenizer_class", "");
    for (const LoaderClass& known : loaderClasses)
        if (name == known.name || name == known.name + std::string("Fast")) return known;
    return {};
}

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
AddedToken namedToken(const JsonView& config, const std::string& key) {
    if (const auto node = config.find(key)) return readSpecial(*node);
    const char* usual = config.raw().contains(key) ? nullptr : usualToken(classOf(config), key);
    return {.content = usual ? usual : "", .normalized = false, .special = true};
}

void addSpecial(AddedToken token, Tokenizer::Pipeline& pipeline) {
    if (pipeline.added.find(token.content) < 0) pipeline.added.add(std::move(token), pipeline.model->vocabulary());
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
    for (auto& [id, token] : tokens) pipeline.added.add(std::move(token), pipeline.model->vocabulary());
}

TokenId idForFrame(const JsonView& config, const char* key, const Tokenizer::Pipeline& pipeline) {
    const std::string content = namedToken(config, key).content;
    const TokenId id = pipeline.find(content);
    if (id < 0) config.fail("asks for a " + std::string(key) + " around texts, but names none; fetch the folder again");
    return id;
}

}  // namespace

void applyLoaderRules(const JsonView& config, Tokenizer::Pipeline& pipeline) {
    if (const auto listed = config.find("added_tokens_decoder")) addListed(*listed, pipeline);
    for (const char* key : {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        addSpecial(namedToken(config, key), pipeline);
    if (config.has("additional_special_tokens"))
        for (const JsonView& token : config.elements("additional_special_tokens")) addSpecial(readSpecial(token), pipeline);
    const LoaderClass itsClass = classOf(config);
    if (itsClass.framesTexts) pipeline.frame = {};
    // Others take add_bos_token only where no tokenizer.json says what stands around a text: OPT's folders.
    if (itsClass.framesTexts || pipeline.bare) {
        if (config.boolean("add_bos_token", itsClass.addsBos)) pipeline.frame.before = {idForFrame(config, "bos_token", pipeline)};
        if (itsClass.framesTexts && config.boolean("add_eos_token", false)) pipeline.frame.after = {idForFrame(config, "eos_token", pipeline)};
    }
    const TokenId end = pipeline.find(namedToken(config, "eos_token").content);
    if (end >= 0) pipeline.endOfText = end;
}

PreTokenizer readConfiguredPreTokenizer(const JsonView& node, const std::optional<JsonView>& config) {
    // Only a ByteLevel that stands alone is rewritten, and by the Llama classes not even that.
    if (!config || node.string("type") != "ByteLevel" || config->string("tokenizer_class", "").find("Llama") != std::string::npos)
        return readPreTokenizer(node);
    return byteLevel(config->boolean("add_prefix_space", false), node.boolean("use_regex", true));
}

}  // namespace strato
