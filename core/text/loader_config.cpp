#include "core/text/loader_config.h"

#include <set>
#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace strato {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* endMark = "<|endoftext|>";

// From transformers 4.57, tokenization_*_fast.py.
const std::array<LoaderClass, 12> loaderClasses{{
    {.name = "LlamaTokenizer", .bos = "<s>", .eos = "</s>", .unknown = "<unk>", .framesTexts = true, .addsBos = true, .ownPrefixSpace = true},
    {.name = "CodeLlamaTokenizer", .bos = "<s>", .eos = "</s>", .unknown = "<unk>", .framesTexts = true, .addsBos = true,
     .ownSpecials = "\xE2\x96\x81<PRE> \xE2\x96\x81<MID> \xE2\x96\x81<SUF> \xE2\x96\x81<EOT>"},
    {.name = "GemmaTokenizer", .bos = "<bos>", .eos = "<eos>", .unknown = "<unk>", .padding = "<pad>", .framesTexts = true, .addsBos = true},
    {.name = "CohereTokenizer", .bos = "<BOS_TOKEN>", .eos = "<|END_OF_TURN_TOKEN|>", .unknown = "<UNK>", .framesTexts = true, .addsBos = true,
     .prefixesInside = true},
    {.name = "GPTNeoXTokenizer", .bos = endMark, .eos = endMark, .unknown = endMark, .framesTexts = true},
    {.name = "GPT2Tokenizer", .bos = endMark, .eos = endMark, .unknown = endMark},
    {.name = "CodeGenTokenizer", .bos = endMark, .eos = endMark, .unknown = endMark},
    {.name = "Qwen2Tokenizer", .eos = endMark, .unknown = endMark, .padding = endMark, .normalizesWords = true},
    {.name = "BloomTokenizer", .bos = "<s>", .eos = "</s>", .unknown = "<unk>", .padding = "<pad>", .prefixesInside = true},
    {.name = "XGLMTokenizer", .bos = "<s>", .eos = "</s>", .unknown = "<unk>", .padding = "<pad>",
     .ownSpecials = "<madeupword0> <madeupword1> <madeupword2> <madeupword3> <madeupword4> <madeupword5> <madeupword6>"},
    {.name = "BioGptTokenizer", .refusal = "cuts words by the Moses rules for English"},
    {.name = "GPTNeoXJapaneseTokenizer", .refusal = "cuts words by its own rules for Japanese"},
}};

// The class of a model type where neither tokenizer_config.json nor config.json names one (tokenization_auto.py).
struct TypesOfClass {
    const char* className;
    const char* types;  // with blanks around
};
constexpr std::array<TypesOfClass, 12> classOfType{{
    {"LlamaTokenizer", " llama llama4 llama4_text mistral mixtral ministral persimmon phi3 phimoe arcee deepseek_v2 deepseek_v3 ernie4_5 ernie4_5_moe jetmoe diffllama jamba "},
    {"CodeLlamaTokenizer", " code_llama "},
    {"GemmaTokenizer", " gemma gemma2 gemma3 gemma3_text recurrent_gemma "},
    {"CohereTokenizer", " cohere cohere2 "},
    {"GPTNeoXTokenizer", " gpt_neox mpt olmo olmo2 olmoe stablelm falcon_mamba mamba mamba2 rwkv "},
    {"GPT2Tokenizer", " gpt2 gpt_bigcode gpt_neo gptj opt starcoder2 granite granitemoe granitemoeshared exaone4 olmo3 flex_olmo dbrx "},
    {"CodeGenTokenizer", " codegen phi "},
    {"Qwen2Tokenizer", " qwen2 qwen2_moe qwen3 qwen3_moe qwen3_next "},
    {"BloomTokenizer", " bloom "},
    {"XGLMTokenizer", " xglm "},
    {"BioGptTokenizer", " biogpt "},
    {"GPTNeoXJapaneseTokenizer", " gpt_neox_japanese "},
}};

json readObject(const fs::path& path) {
    if (!fs::exists(path)) return json::object();
    const JsonView file = parseJsonFile(path);
    if (!file.isObject()) file.fail("must be an object; fetch the file again");
    return file.raw();
}

std::string textOf(const json& object, const char* key) {
    const auto entry = object.find(key);
    return entry != object.end() && entry->is_string() ? entry->get<std::string>() : std::string();
}

std::string classNamed(const json& config, const fs::path& folder) {
    std::string name = textOf(config, "tokenizer_class");
    if (name.empty()) {
        const json model = readObject(folder / "config.json");
        name = textOf(model, "tokenizer_class");
        const std::string type = textOf(model, "model_type");
        for (const TypesOfClass& one : classOfType)
            if (name.empty() && !type.empty() && std::string(one.types).find(" " + type + " ") != std::string::npos) name = one.className;
    }
    if (name.ends_with("Fast")) name.resize(name.size() - 4);
    return name;
}

// The token's text, whether it is given alone or with flags.
std::string contentOf(const json& token) { return token.is_object() ? textOf(token, "content") : token.is_string() ? token.get<std::string>() : ""; }

std::set<std::string> namedSpecials(const json& config) {
    std::set<std::string> names;
    for (const char* key : {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        if (config.contains(key)) names.insert(contentOf(config[key]));
    if (const auto more = config.find("additional_special_tokens"); more != config.end())
        for (const json& one : *more) names.insert(contentOf(one));
    return names;
}

// special_tokens_map.json overrules, and added_tokens.json lists what tokenizer_config.json lists in newer folders.
void addOldFiles(json& config, const fs::path& folder) {
    const json map = readObject(folder / "special_tokens_map.json");
    for (const auto& [key, value] : map.items()) {
        if (key != "additional_special_tokens" || !value.is_array() || !config.contains(key) || !config[key].is_array()) {
            config[key] = value;
            continue;
        }
        std::set<std::string> known;
        for (const json& one : config[key]) known.insert(contentOf(one));
        for (const json& token : value)
            if (known.insert(contentOf(token)).second) config[key].push_back(token);
    }
    const json added = readObject(folder / "added_tokens.json");
    if (added.empty()) return;
    const std::set<std::string> specials = namedSpecials(config);
    json listed = json::object();
    for (const auto& [token, id] : added.items()) {
        const bool special = specials.contains(token);
        listed[id.is_number_integer() ? std::to_string(id.get<std::int64_t>()) : id.dump()] = {{"content", token}, {"special", special}, {"normalized", !special}};
    }
    config["added_tokens_decoder"] = std::move(listed);
}

}  // namespace

LoaderConfig::LoaderConfig() : json_(std::make_shared<const nlohmann::json>(nlohmann::json::object()), "tokenizer_config.json") {}

LoaderConfig LoaderConfig::read(const fs::path& folder) {
    LoaderConfig config;
    nlohmann::json own = readObject(folder / "tokenizer_config.json");
    config.className_ = classNamed(own, folder);
    config.old_ = !own.contains("added_tokens_decoder");
    if (config.old_) addOldFiles(own, folder);
    config.silent_ = own.empty() && config.className_.empty();
    config.json_ = JsonView(std::make_shared<const nlohmann::json>(std::move(own)), "tokenizer_config.json");
    if (const char* refusal = config.loader().refusal)
        throw Error("the tokeniser's class, " + config.className_ + ", " + refusal + ", which this version doesn't do; give ids instead of texts");
    return config;
}

const LoaderClass& LoaderConfig::loader() const {
    static const LoaderClass none;
    for (const LoaderClass& known : loaderClasses)
        if (className_ == known.name) return known;
    return none;
}

}  // namespace strato
