// The texts of the tokens that a run's logit lens reads, which the run keeps as ids.
//
//     TokenNames names = lensNames(run);
#pragma once

#include <map>
#include <string>

#include "core/runs/run.h"

namespace strato {

using TokenNames = std::map<TokenId, std::string>;

// As a person reads them (Tokenizer::displayText), by the tokeniser of the model's folder; where that is gone or has none, of the tokens of the
// texts only.
TokenNames lensNames(const Run& run);

}  // namespace strato
