// The post-processor of a tokenizer.json: the special tokens put around every text.
//
//     SpecialFrame frame = readPostProcessor(file.at("post_processor"));   // {.before = {1}, .after = {}}
#pragma once

#include <vector>

#include "core/base/json_view.h"
#include "core/text/tokenizer.h"

namespace strato {

struct SpecialFrame {
    std::vector<TokenId> before, after;
};

// Throws Error naming the component if it is one that this program doesn't know, or if a template is malformed.
SpecialFrame readPostProcessor(const JsonView& node);

}  // namespace strato
