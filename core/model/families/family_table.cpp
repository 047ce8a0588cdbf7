#include "core/base/error.h"
#include "core/model/families/family.h"
#include "core/model/quantisation.h"

namespace strato {

const std::vector<Family>& families() {
    static const std::vector<Family> table{
        {"gpt2", describeGpt2},   {"gpt_neox", describeGptNeoX}, {"llama", describeLlama},
        {"mistral", describeMistral}, {"opt", describeOpt},      {"qwen2", describeQwen2},
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
    throw Error("model_type '" + type + "' is not a family this version runs (" + known + ")");
}

}  // namespace strato
