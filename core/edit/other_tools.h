// A cut in the words of other tools, which number and bound blocks each in its own way.
//
//     std::string lines = cutInOtherTools(Plan::parse("3-4=drop,7=drop"), 10);
#pragma once

#include <string>

#include "core/edit/plan.h"

namespace strato {

// True if the plan only drops whole blocks: other tools know nothing else.
bool onlyDrops(const Plan& plan);

// "dropped blocks 3..4, 7 (0-based, inclusive)", mergekit slices and llama.cpp's option, a line each; the last two only if the plan only drops.
std::string cutInOtherTools(const Plan& plan, int layers);

// The cut for mergekit-yaml (github.com/arcee-ai/mergekit): slices of `model`, a folder or a hub's name, passed through in `dtype`
// ("bfloat16"). Only for plans that only drop.
std::string mergekitYaml(const Plan& plan, int layers, const std::string& model, const std::string& dtype);

}  // namespace strato
