#include "core/base/error.h"
#include "core/model/families/family.h"
#include "core/model/quantisation.h"

namespace strato {

const std::vector<Family>& families() {
    static const std::vector<Family> table{
        {"arcee", describeArcee},
        {"biogpt", describeBioGpt},
        {"bloom", describeBloom},
        {"codegen", describeCodeGen},
        {"cohere", describeCohere},
        {"cohere2", describeCohere2},
        {"deepseek_v3", describeDeepseekV3},
        {"ernie4_5", describeErnie45},
        {"exaone4", describeExaone4},
        {"falcon", describeFalcon},
        {"gemma", describeGemma},
        {"gemma2", describeGemma2},
        {"gemma3", describeGemma3},
        {"gemma3_text", describeGemma3Text},
        {"glm", describeGlm},
        {"glm4", describeGlm4},
        {"gpt2", describeGpt2},
        {"gpt_bigcode", describeGptBigCode},
        {"gpt_neo", describeGptNeo},
        {"gpt_neox", describeGptNeoX},
        {"gpt_neox_japanese", describeGptNeoXJapanese},
        {"gptj", describeGptJ},
        {"granite", describeGranite},
        {"helium", describeHelium},
        {"llama", describeLlama},
        {"mistral", describeMistral},
        {"mixtral", describeMixtral},
        {"mpt", describeMpt},
        {"nemotron", describeNemotron},
        {"olmo", describeOlmo},
        {"olmo2", describeOlmo2},
        {"olmo3", describeOlmo3},
        {"olmoe", describeOlmoe},
        {"opt", describeOpt},
        {"persimmon", describePersimmon},
        {"phi", describePhi},
        {"phi3", describePhi3},
        {"qwen2", describeQwen2},
        {"qwen2_moe", describeQwen2Moe},
        {"qwen3", describeQwen3},
        {"qwen3_moe", describeQwen3Moe},
        {"smollm3", describeSmolLm3},
        {"stablelm", describeStableLm},
        {"starcoder2", describeStarcoder2},
        {"xglm", describeXglm},
        // Falcon before it was part of the library.
        {"RefinedWeb", describeFalcon},
        {"RefinedWebModel", describeFalcon},
    };
    return table;
}

ModelDescription describeModel(const JsonView& config) {
    refuseQuantised(quantisationOf(config));
    const std::string type = config.string("model_type");
    std::string known;
    for (const Family& family : families()) {
        if (family.modelType == type) return family.describe(config);
        known += (known.empty() ? "" : ", ") + family.modelType;
    }
    if (type == "stratoscope")
        throw Error("the folder was exported with --custom-code: it runs in the transformers library and in strato dump; "
                    "for all else take the model it was made from");
    throw Error("model_type '" + type + "' is not a family this version runs (" + known + ")");
}

}  // namespace strato
