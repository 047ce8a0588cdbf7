// The table of decoder families. A family is one function from config.json to a description; adding one is a new file and
// a row in family_table.cpp.
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

ModelDescription describeGpt2(const JsonView& config);
ModelDescription describeGptNeoX(const JsonView& config);
ModelDescription describeLlama(const JsonView& config);
ModelDescription describeMistral(const JsonView& config);
ModelDescription describeOpt(const JsonView& config);
ModelDescription describeQwen2(const JsonView& config);

}  // namespace strato
