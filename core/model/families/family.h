// The table of decoder families. A family is one function from config.json to a description; adding one is a new file
// (declared here, listed in CMakeLists.txt), a row in family_table.cpp, and a checkpoint in tests/data/golden, without which tests fail. What each computes was read off the transformers library (4.57), models/<model_type>, and compared with
// it; defaults are those of its configuration classes.
#pragma once

#include <string>
#include <vector>

#include "core/base/json_view.h"
#include "core/model/description.h"

namespace strato {

// config.json in words. Throws Error, naming the key, where a value is missing, out of range, or asks for a variant that
// the decoder can't run.
using Describe = ModelDescription (*)(const JsonView& config);

struct Family {
    std::string modelType;   // config.json's model_type
    Describe describe;
};

const std::vector<Family>& families();

// The description of a whole config.json. Throws Error for an unknown model_type, listing the known ones, and for quantised
// weights.
ModelDescription describeModel(const JsonView& config);

ModelDescription describeArcee(const JsonView& config);
ModelDescription describeBioGpt(const JsonView& config);
ModelDescription describeBloom(const JsonView& config);
ModelDescription describeCodeGen(const JsonView& config);
ModelDescription describeCohere(const JsonView& config);
ModelDescription describeCohere2(const JsonView& config);
ModelDescription describeDeepseekV3(const JsonView& config);
ModelDescription describeErnie45(const JsonView& config);
ModelDescription describeExaone4(const JsonView& config);
ModelDescription describeFalcon(const JsonView& config);
ModelDescription describeGemma(const JsonView& config);
ModelDescription describeGemma2(const JsonView& config);
ModelDescription describeGemma3(const JsonView& config);
ModelDescription describeGemma3Text(const JsonView& config);
ModelDescription describeGlm(const JsonView& config);
ModelDescription describeGlm4(const JsonView& config);
ModelDescription describeGpt2(const JsonView& config);
ModelDescription describeGptBigCode(const JsonView& config);
ModelDescription describeGptJ(const JsonView& config);
ModelDescription describeGptNeo(const JsonView& config);
ModelDescription describeGptNeoX(const JsonView& config);
ModelDescription describeGptNeoXJapanese(const JsonView& config);
ModelDescription describeGranite(const JsonView& config);
ModelDescription describeHelium(const JsonView& config);
ModelDescription describeLlama(const JsonView& config);
ModelDescription describeMistral(const JsonView& config);
ModelDescription describeMixtral(const JsonView& config);
ModelDescription describeMpt(const JsonView& config);
ModelDescription describeNemotron(const JsonView& config);
ModelDescription describeOlmo(const JsonView& config);
ModelDescription describeOlmo2(const JsonView& config);
ModelDescription describeOlmo3(const JsonView& config);
ModelDescription describeOlmoe(const JsonView& config);
ModelDescription describeOpt(const JsonView& config);
ModelDescription describePersimmon(const JsonView& config);
ModelDescription describePhi(const JsonView& config);
ModelDescription describePhi3(const JsonView& config);
ModelDescription describeQwen2(const JsonView& config);
ModelDescription describeQwen2Moe(const JsonView& config);
ModelDescription describeQwen3(const JsonView& config);
ModelDescription describeQwen3Moe(const JsonView& config);
ModelDescription describeSmolLm3(const JsonView& config);
ModelDescription describeStableLm(const JsonView& config);
ModelDescription describeStarcoder2(const JsonView& config);
ModelDescription describeXglm(const JsonView& config);

}  // namespace strato
